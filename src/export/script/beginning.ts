/** A part of `verify.sh`. What it needs, what it was given, and how it tells. POSIX sh, read by dash, bash and busybox. */
export const BEGINNING = String.raw`#!/bin/sh
# Checks this export with nothing but openssl, sha256sum (or shasum) and what every Unix has. Reads only.
#
#   sh verify.sh KEY.pem [KEY.pem ...] [RECEIPT.txt ...] [CA.pem ...] [STAMP.tsr ...]
#
# KEY.pem: public keys to trust. Get them from their owner by another way than this folder: anybody can put a key here.
# RECEIPT.txt, STAMP.tsr: receipts and time stamps that you kept. CA.pem: root certificates of time stamping authorities
# that you trust.
# Ends with 0 where all is as it was signed, 6 where anything is not, 7 where it cannot be judged, 2 for what is no such file.
#
# What it does not do: look into files whose digests are right. segment-evidence verify also holds them against their
# format and against each other.

set -u
LC_ALL=C
export LC_ALL
unset CDPATH

given=
for file in "$@"; do
  case $file in -h|--help) sed -n '2,14s/^# \{0,1\}//p' "$0"; exit 0 ;; esac
  [ -f "$file" ] || { echo "verify.sh: $file: expected a file, got none" >&2; exit 2; }
done

work=$(mktemp -d) || exit 5
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
: > "$work/keys"; : > "$work/receipts"; : > "$work/failures"; : > "$work/notes"; : > "$work/cas"; : > "$work/kept-stamps"

command -v openssl > /dev/null || { echo "verify.sh: expected openssl, got none" >&2; exit 2; }
if command -v sha256sum > /dev/null; then sha=sha256sum; else sha='shasum -a 256'; fi

# The digest of a file, or of what comes in, in hex.
digest() { set -- $($sha < "$1"); echo "$1"; }
digest_in() { set -- $($sha); echo "$1"; }

fail() { printf '%s %s: %s\n' "$1" "$2" "$3" >> "$work/failures"; }
note() { printf '%s: %s\n' "$1" "$2" >> "$work/notes"; }

# Bytes of hex digits: printf knows octal numbers everywhere.
octal() {
  awk -v hex="$1" 'BEGIN { d = "0123456789abcdef"; for (i = 1; i < length(hex); i += 2)
    printf "\\%03o", (index(d, substr(hex, i, 1)) - 1) * 16 + index(d, substr(hex, i + 1, 1)) - 1 }'
}
node() { printf "$(octal "01$1$2")" | digest_in; }
leaf() { { printf '\000'; cat "$1"; } | digest_in; }

# Which of the files that were given are keys, receipts or certificates.
number=0
for file in "$@"; do
  number=$((number + 1))
  if grep -q 'PRIVATE KEY' "$file"; then
    echo "verify.sh: $file: expected a public key, got a private one" >&2; exit 2
  elif grep -q 'BEGIN PUBLIC KEY' "$file" && openssl pkey -pubin -in "$file" -pubout -outform DER -out "$work/der" 2> /dev/null; then
    cp "$file" "$work/key-$(digest "$work/der").pem"
    digest "$work/der" >> "$work/keys"
  elif grep -q 'BEGIN CERTIFICATE' "$file"; then
    cat "$file" >> "$work/cas"
  elif head -n 1 "$file" | grep -q '^segment-evidence receipt v1'; then
    tr -d '\r' < "$file" > "$work/receipt-$number"
    printf '%s\t%s\n' "$work/receipt-$number" "$file" >> "$work/receipts"
  elif openssl ts -reply -in "$file" -text 2> /dev/null | grep -q '^Time stamp:'; then
    cp "$file" "$work/stamp-$number"
    printf '%s\t%s\n' "$work/stamp-$number" "$file" >> "$work/kept-stamps"
  else
    echo "verify.sh: $file: expected a public key, a receipt, a certificate or a time stamp, got something else" >&2; exit 2
  fi
done

cd "$(dirname "$0")" || exit 2
[ -d data ] || { echo "verify.sh: expected the folder of an export, with data in it, got none" >&2; exit 7; }
`;
