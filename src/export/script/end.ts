/** A part of `verify.sh`. The order of it all, and what is said at the end. POSIX sh, read by dash, bash and busybox. */
export const END = String.raw`
# A pseudonymised copy is made from evidence, and is none: its own key alone says anything about it.
take_derived() {
  ownKey=$(printf '%s' "$mark" | sed -n 's/.*"keyId":"\([0-9a-f]\{64\}\)".*/\1/p')
  what='A PSEUDONYMISED COPY, NOT the original evidence,'; asWhat='it was made, as a pseudonymised copy, which is not the original evidence'
  if grep -qx "$ownKey" "$work/keys"; then echo "$ownKey" > "$work/keys"
  elif [ -s "$work/keys" ]; then
    others=yes; : > "$work/keys"
    fail KEY_NOT_PINNED "$own" "expected the key of this pseudonymised copy, $ownKey, which came with it, got only others"
  fi
}

# What this export is of.
others=
own=; total=0; held=; connection=none; derived=-; what='Evidence'; asWhat='it was signed'; stamps=0; judged=0
for path in data/segment-evidence/v1/*; do [ -d "$path" ] && [ ! -h "$path" ] && own=$path; done
for path in data/segment-evidence/*; do
  case $path in data/segment-evidence/v1) ;; data/segment-evidence/v[0-9]*) fail FORMAT_UNKNOWN "$path" 'expected v1, got another version of the format' ;; esac
done
for name in roots signers chains runs committed wanted signatures dated; do : > "$work/$name"; done
while IFS='	' read -r copy path; do
  if said=$(receipt "$copy"); then set -- $said; echo "size $2" >> "$work/wanted"; fi
done < "$work/receipts"
from=; to=
if [ -z "$own" ]; then fail NOTHING_THERE data/segment-evidence/v1 'expected evidence, got none'
else
  connection=$(basename "$own"); facts=$own/export.json
  : > "$work/listed"
  if [ ! -f "$facts" ] || [ -h "$facts" ]; then fail MANIFEST_MISSING "$facts" 'expected a file that says what the export is of, got none'; facts=/dev/null; fi
  from=$(sed -n 's/.*"from":"\([^"]*\)".*/\1/p' "$facts"); to=$(sed -n 's/.*"to":"\([^"]*\)".*/\1/p' "$facts")
  sed 's/.*"chains":\[//; s/\].*//' "$facts" | grep -oE '\{"first":(null|[0-9]+),"logId":"[0-9a-f]{32}","number":[0-9]+,"size":[0-9]+\}' |
    sed -E 's/\{"first":([^,]*),"logId":"([^"]*)","number":([0-9]+),"size":([0-9]+)\}/\3 \1 \4 \2/' > "$work/listed"
  if [ "$facts" = /dev/null ]; then :
  elif [ -z "$from" ] || [ -z "$to" ] || [ ! -s "$work/listed" ] || ! grep -q "\"connection\":\"$connection\"" "$facts" || ! grep -q '^{"chains":.*"schema":"segment-evidence/export-bag/v1".*}$' "$facts"; then
    fail CONTENT_INVALID "$facts" 'expected a file that says what the export is of, got something else'; : > "$work/listed"
  fi
  mark=$(sed -n 's/^{"chains":.*,"connection":"[^"]*","derived":\(.*\),"from":"[^"]*","leftOut":.*/\1/p' "$facts")
  if [ -n "$mark" ]; then derived=$(printf '%s' "$mark" | digest_in); take_derived; fi
  isListed=yes
  if [ ! -s "$work/listed" ]; then
    isListed=no
    for path in "$own"/chain/[0-9][0-9][0-9]; do [ ! -d "$path" ] || echo "$(basename "$path" | sed 's/^0*//') all 0 -" >> "$work/listed"; done
  fi
  while read -r n first size log; do
    check_chain "$n" "$first" "$size"
    said=$(sed -n "s/^$n \([^ ]*\) .*/\1/p" "$work/chains")
    [ "$isListed" = no ] || [ "$said" = - ] || [ "$said" = "$log" ] || fail CONTENT_INVALID "$facts" "expected log id $said of chain $n, as the records say, got $log"
  done < "$work/listed"
  for path in "$own"/chain/*; do
    n=$(basename "$path" | sed 's/^0*//')
    [ -e "$path" ] && { [ ! -s "$work/listed" ] || grep -q "^$n " "$work/listed" || fail CONTENT_INVALID "$facts" "expected chain $n too, got only others"; }
  done
  if [ ! -s "$work/keys" ] && [ -z "$others" ]; then fail KEY_NOT_PINNED "$own" 'expected a public key that you got from somewhere else, got none'; fi
  if [ "$total" -eq 0 ] && [ -s "$work/listed" ]; then fail NOTHING_THERE "$own/chain/" 'expected a record, got none'; fi
  check_besides
  kept=yes
  while IFS='	' read -r copy path; do
    if said=$(receipt "$copy"); then hold_receipt "$path" $said
    else fail CONTENT_INVALID "$path" 'expected the five lines of a receipt, got something else'; fi
  done < "$work/receipts"
fi

# What was done, and what was found.
echo "$what of $connection, $from to $to"
if [ "$derived" != - ]; then
  printf '%s' "$mark" | grep -oE '"number":[0-9]+,"recordSha256":"[0-9a-f]{64}","seq":[0-9]+' |
    sed -E 's/"number":([0-9]+),"recordSha256":"([^"]*)","seq":([0-9]+)/  made from record \3 of chain \1: sha256:\2 of its file/'
  echo "  signed by a key that was made for this copy, not by the collector: $ownKey"
fi
echo "  $total record$([ "$total" = 1 ] || echo s): each taken apart, its signature checked by openssl, held against the one before it and the root of all before it"
while read -r n log size; do echo "  chain $n: $size records, log id $log"; done < "$work/chains"
echo "  $(wc -l < "$work/found" | tr -d ' ') files: each hashed, held against the record that signs it and the lists of the export; no other file may be there"
echo "  keys that you gave: $(sort -u "$work/keys" | tr '\n' ' ')"
[ "$stamps" -eq 0 ] || echo "  $stamps time stamps, $judged of them checked by openssl$([ -s "$work/cas" ] || echo ': give the authority'\''s root certificate to have them checked')"
[ -z "$held" ] && echo "  nothing that you kept fixes it from outside: who holds the key could have made it anew. Give the receipts that you kept." || echo "$held" | sed 1d
sort -u "$work/notes" | sed 's/^/  note: /'
sort -u "$work/failures" > "$work/sorted"
if [ ! -s "$work/sorted" ]; then
  echo; echo "INTACT: all of it is as $asWhat."
  echo 'Not looked into: whether files whose digests are right follow their format. segment-evidence verify does that too.'
  exit 0
fi
grave=$(grep -vcE '^(FORMAT_UNKNOWN|KEY_NOT_PINNED|NOTHING_THERE) ' "$work/sorted")
echo
if [ "$grave" -gt 0 ]; then echo "NOT INTACT: $(wc -l < "$work/sorted" | tr -d ' ') failures"; else echo 'CANNOT JUDGE'; fi
sed 's/^/  /' "$work/sorted"
[ "$grave" -eq 0 ] || exit 6
exit 7
`;
