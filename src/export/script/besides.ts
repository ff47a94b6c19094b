/** A part of `verify.sh`. Receipts and keys. POSIX sh, read by dash, bash and busybox. */
export const BESIDES = String.raw`
# 4. What lies beside the records: receipts, keys, time stamps.

# The five lines of a receipt: prints log id, size, root and key on one line.
receipt() {
  [ "$(wc -l < "$1" | tr -d ' ')" -ge 5 ] || return 1
  awk 'NR == 1 && $0 != "segment-evidence receipt v1" { exit } { print }' "$1" | sed '/^$/d' | tr '\n' ' ' |
    sed -nE 's/^segment-evidence receipt v1 logId ([0-9a-f]{32}) size ([1-9][0-9]*) root sha256:([0-9a-f]{64}) key ([0-9a-f]{64}) $/\1 \2 \3 \4/p' | grep .
}

# $1: what it is called; $2..5: what it says; kept: whether you kept it, or it lies here.
hold_receipt() {
  set -- "$1" "$2" "$3" "$4" "$5" $(grep " $2 " "$work/chains" | head -n 1)
  if [ $# -lt 8 ] && [ "$kept" = yes ] && grep -qE "^[0-9]+ $3 $4\$" "$work/roots"; then return; fi
  if [ $# -lt 8 ]; then
    if [ "$kept" = yes ]; then fail NOTHING_THERE "$1" "expected $3 records of log id $2, got an export that has none of it"
    else fail REWRITTEN "$1" "expected a chain with log id $2, got others"; fi
    return
  fi
  if [ "$3" -gt "$8" ]; then
    if [ "$kept" = yes ]; then fail NOTHING_THERE "$1" "expected $3 records of log id $2, got an export that has $8: hold it against a later one"
    else fail TRUNCATED "$1" "expected $3 records or more, got $8"; fi
    return
  fi
  due=$(sed -n "s/^$6 $3 //p" "$work/roots" | head -n 1)
  if [ -n "$due" ] && [ "$due" != "$4" ]; then fail REWRITTEN "$1" "expected root $4 of the first $3 records, got $due"; fi
  signer=$(sed -n "s/^$6 $3 //p" "$work/signers" | head -n 1)
  if [ -n "$signer" ] && [ "$signer" != "$5" ]; then fail KEY_UNTRUSTED "$1" "expected record $(($3 - 1)) signed by $5, got $signer"; fi
  if [ "$kept" = yes ]; then [ -z "$due" ] || [ "$due" != "$4" ] || held="$held
  $1: holds, and fixes the first $3 records of chain $6 as they were when you got it"
  else [ "$(basename "$1")" = "$(printf '%03d-%012d.txt' "$6" $(($3 - 1)))" ] || fail CONTENT_INVALID "$1" 'expected a receipt of the record that it is named after, got another'; fi
}

check_besides() {
  kept=no
  for path in "$own"/receipts/*.txt; do
    [ -f "$path" ] || continue
    if said=$(receipt "$path"); then hold_receipt "$path" $said
    else fail CONTENT_INVALID "$path" 'expected the five lines of a receipt, got something else'; fi
  done
  for path in "$own"/keys/*.pem; do
    [ -f "$path" ] || continue
    id=none; openssl pkey -pubin -in "$path" -outform DER -out "$work/der" 2> /dev/null && id=$(digest "$work/der")
    [ "$(basename "$path" .pem)" = "$id" ] || fail KEY_UNTRUSTED "$path" "expected the key whose id is its name, got $id"
  done
  check_stamps
}
`;
