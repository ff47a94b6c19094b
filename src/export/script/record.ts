/** A part of `verify.sh`. A record taken apart: its form, what it says, its signature. POSIX sh, read by dash, bash and busybox. */
export const RECORD = String.raw`
# 2. The records: each signed, each naming the one before it, each with the root of all before it.

# What a statement says, a word and a value a line; and its subjects, as lists of files have them, into a file.
cat > "$work/facts.awk" <<'EOF'
function after(s, key,  i) { i = index(s, key); return i ? substr(s, i + length(key)) : "" }
function upto(s, end,  i) { i = index(s, end); return i ? substr(s, 1, i - 1) : "" }
function text(s) { return upto(s, "\"") }
function digits(s) { return match(s, /^[0-9]+/) ? substr(s, 1, RLENGTH) : "" }
function number(s) { return match(s, /^-?[0-9]+/) ? substr(s, 1, RLENGTH) : "" }
function say(name, value) { print name, (value == "" ? "-" : value) }
{
  say("type", text(after($0, "{\"_type\":\"")))
  say("predicateType", text(after($0, ",\"predicateType\":\"")))
  chain = after($0, "\"chain\":{\"continues\":")
  if (substr(chain, 1, 4) != "null") {
    continues = upto(chain, "}"); chain = substr(chain, length(continues) + 2)
    say("continuesLog", text(after(continues, "\"logId\":\""))); say("continuesNumber", digits(after(continues, "\"number\":")))
    say("continuesRoot", text(after(continues, "\"root\":\""))); say("continuesSize", digits(after(continues, "\"size\":")))
  }
  end = after(chain, "\"recordedAt\":\"")
  say("logId", text(after(chain, "\"logId\":\"")))
  head = upto(chain, "\"prev\":"); say("nextKey", text(after(head, "\"nextKey\":\"")))
  say("number", digits(after(head, "\"number\":")))
  prev = after(chain, "\"prev\":")
  if (substr(prev, 1, 4) == "null") say("prev", "null")
  else { say("prev", digits(after(prev, "\"seq\":"))); say("prevSha256", text(after(prev, "\"sha256\":\""))) }
  say("recordedAt", text(end)); end = upto(end, "}")
  say("rotatedFrom", text(after(end, "\"rotatedFrom\":\""))); say("seq", digits(after(end, "\"seq\":")))
  tree = after($0, "\"checkpoint\":{\"frontier\":["); frontier = upto(tree, "]"); gsub(/[",]+/, " ", frontier)
  tree = after(tree, "]"); say("root", text(after(tree, "\"root\":\""))); say("size", digits(after(tree, "\"size\":")))
  say("frontier", frontier)
  clock = after($0, ",\"clock\":"); say("skew", substr(clock, 1, 4) == "null" ? "" : number(after(clock, "\"skewMs\":")))
  say("derived", text(after($0, "\"derived\":{\"factsSha256\":\"")))
  say("connection", text(after($0, "\"connection\":\"")))
  run = after($0, "\"run\":{\"endedAt\":\""); say("endedAt", text(run))
  say("run", substr(run, index(run, ",\"missedSlots\":[") - 37, 36))
  slot = after(run, "\"slot\":"); say("slot", substr(slot, 1, 4) == "null" ? "" : text(substr(slot, 2)))
  say("startedAt", text(after(run, "\"startedAt\":\"")))
  kept = after($0, "\"retention\":"); say("days", substr(kept, 1, 4) == "null" ? "" : digits(after(kept, "\"days\":")))
  path = after($0, "\"snapshotPath\":\""); say("snapshot", text(path)); say("status", text(after(path, "\"status\":\"")))
  last = after($0, "\"lastComplete\":")
  say("lastComplete", substr(last, 1, 4) == "null" ? "null" : digits(after(last, "\"seq\":")) "@" text(after(last, "\"at\":\"")))
  rest = after($0, ",\"subject\":[")
  while ((rest = after(rest, "{\"digest\":{\"sha256\":\"")) != "") {
    digest = text(rest); print digest "  " folder "/" text(after(rest, "\"name\":\"")) > subjects
  }
}
EOF

fact() { sed -n "s/^$1 //p" "$work/facts"; }
isLater() { awk -v a="$1" -v b="$2" 'BEGIN { exit !(a > b) }'; }

# The frontier (roots of full subtrees, the largest first) with one more leaf. $1: leaves before; $2: the leaf; the rest: frontier.
grow() {
  bits=$1; carried=$2; shift 2; left="$*"
  while [ $((bits % 2)) -eq 1 ]; do
    set -- $left; left=; while [ $# -gt 1 ]; do left="$left $1"; shift; done
    carried=$(node "$1" "$carried"); bits=$((bits / 2))
  done
  echo $left $carried
}
root() {
  [ $# -gt 0 ] || { printf '' | digest_in; return; }
  all=; for each in "$@"; do all="$each $all"; done
  set -- $all; right=$1; shift
  for each in "$@"; do right=$(node "$each" "$right"); done
  echo "$right"
}
subtrees() { awk -v n="$1" 'BEGIN { while (n > 0) { c += n % 2; n = int(n / 2) } print c + 0 }'; }

# The form of a record, to the byte: a Sigstore bundle with one signature.
b64='[A-Za-z0-9+/]*=\{0,2\}'
stamp="\\(,\"timestampVerificationData\":{\"rfc3161Timestamps\":\\[\\({\"signedTimestamp\":\"$b64\"},\\{0,1\\}\\)*\\]}\\)\\{0,1\\}"
form="^{\"dsseEnvelope\":{\"payload\":\"\\($b64\\)\",\"payloadType\":\"\\([^\"]*\\)\",\"signatures\":\\[{\"keyid\":\"\\([0-9a-f]\\{64\\}\\)\",\"sig\":\"\\($b64\\)\"}\\]},\"mediaType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\",\"verificationMaterial\":{\"publicKey\":{\"hint\":\"\\([0-9a-f]\\{64\\}\\)\"}$stamp,\"tlogEntries\":\\[\\]}}\$"

# Whether a text is base64 in the one spelling: prints its bytes into a file.
decode() {
  padded=$1; while [ $(($(printf '%s' "$padded" | wc -c) % 4)) -ne 0 ]; do padded=$padded=; done
  printf '%s' "$padded" | openssl base64 -d -A > "$2" 2> /dev/null && [ "$(openssl base64 -A < "$2")" = "$1" ]
}

# Takes a record apart: payload, payload type, key id, signature, hint. What is not as it must be is told.
open_record() {
  file=$1; tr -d '\n' < "$file" > "$work/line"
  payload=$(sed -n 's/^{"dsseEnvelope":{"payload":"\([^"]*\)".*/\1/p' "$work/line")
  if [ -z "$payload" ]; then
    tr -d ' \t\r' < "$work/line" > "$work/bare"; payload=$(sed -n 's/.*"payload":"\([^"]*\)".*}$/\1/p' "$work/bare")
    if [ -z "$payload" ]; then fail CHAIN_BROKEN "$file" 'expected a signed record, got something else'; return 1; fi
    fail CONTENT_INVALID "$file" 'expected RFC 8785, got other bytes'; mv "$work/bare" "$work/line"
  elif ! grep -q '}}$' "$work/line"; then
    fail CHAIN_BROKEN "$file" 'expected a signed record, got a part of one'; return 1
  elif [ "$(wc -c < "$file")" -ne "$(wc -c < "$work/line")" ]; then
    fail CONTENT_INVALID "$file" 'expected RFC 8785, got other bytes'
  fi
  decode "$payload" "$work/payload" || fail SIGNATURE_INVALID "$file" 'expected a payload in padded standard base64, got another spelling'
  hint=$(sed -n 's/.*"verificationMaterial":.*"hint":"\([0-9a-f]*\)".*/\1/p' "$work/line")
  type=$(sed -n 's/.*"payloadType":"\([^"]*\)","signatures".*/\1/p' "$work/line")
  keys=$(sed -n 's/.*"signatures":\[\([^]]*\)\].*/\1/p' "$work/line" | grep -o '"keyid":"[0-9a-f]*"' | grep -o '[0-9a-f]\{64\}')
  sig=$(sed -n 's/.*"signatures":\[{"keyid":"[^"]*","sig":"\([^"]*\)".*/\1/p' "$work/line")
  isForm=yes
  grep -q "$form" "$work/line" || isForm=no
  if [ "$isForm" = no ]; then
    if sed 's/,"mediaType":"[^"]*"/,"mediaType":"application\/vnd.dev.sigstore.bundle.v0.3+json"/; s/^\(.*\]},\)\("[a-z]*":[^,]*,\)*"mediaType"/\1"mediaType"/; s/}},[^{}]*}$/}}/; s/},"extra":[^,]*,"mediaType"/},"mediaType"/' "$work/line" | grep -q "$form"; then
      fail CONTENT_INVALID "$file" 'expected a Sigstore bundle v0.3, got another'
    else fail SIGNATURE_INVALID "$file" 'expected one signature of one key in a Sigstore bundle, got something else'; fi
  fi
  : > "$work/sig"; [ -z "$sig" ] || decode "$sig" "$work/sig" || fail SIGNATURE_INVALID "$file" 'expected a signature in padded standard base64'
  { printf 'DSSEv1 %s %s %s ' "$(printf '%s' "$type" | wc -c | tr -d ' ')" "$type" "$(wc -c < "$work/payload" | tr -d ' ')"; cat "$work/payload"; } > "$work/pae"
}

# The file of a key that counts, or, for finding what was changed, of one that only lies here.
key_file() {
  if [ -f "$work/key-$1.pem" ]; then echo "$work/key-$1.pem"
  elif [ -f "$own/keys/$1.pem" ] && openssl pkey -pubin -in "$own/keys/$1.pem" -outform DER -out "$work/der" 2> /dev/null &&
    [ "$(digest "$work/der")" = "$1" ]; then echo "$own/keys/$1.pem"; fi
}

# Whose key it is: "counts" where it was given or a key that counts named it, else "unknown".
check_signature() {
  standing=refused
  set -- $keys
  if [ $# -eq 0 ]; then return; fi
  id=$1
  [ "$id" = "$hint" ] || fail SIGNATURE_INVALID "$file" "expected the hint $id, got $hint"
  if grep -qx "$id" "$work/keys"; then standing=counts; else standing=unknown; fi
  if [ $# -gt 1 ]; then
    for each in "$@"; do grep -qx "$each" "$work/keys" || { grep -q "^KEY_UNTRUSTED $file" "$work/failures" || fail KEY_UNTRUSTED "$file" "expected a key that you gave, got $each"; }; done
  fi
  public=$(key_file "$id")
  if [ -n "$public" ] && ! openssl dgst -sha256 -verify "$public" -signature "$work/sig" "$work/pae" > /dev/null 2>&1; then
    fail SIGNATURE_INVALID "$file" "expected a signature that the key $id confirms, got one that it does not"; standing=refused
  fi
}
`;
