/** A part of `verify.sh`. A record against those before it, its snapshot, and a whole chain. POSIX sh, read by dash, bash and busybox. */
export const CHAIN = String.raw`
# What a record says, held against what lies before it. Everything that is not known is held against nobody.
check_links() {
  where=$file
  broken() { fail CHAIN_BROKEN "$where" "expected $1, got $2"; }
  [ "$(fact connection)" = "$connection" ] || broken "connection $connection" "$(fact connection)"
  [ "$(fact number)" = "$chain" ] || broken "chain $chain" "$(fact number)"
  [ "$(fact seq)" = "$seq" ] || broken "record $seq" "$(fact seq)"
  [ -z "$logId" ] || [ "$(fact logId)" = "$logId" ] || broken "log id $logId" "$(fact logId)"
  [ -n "$logId" ] || logId=$(fact logId)
  started=$(fact startedAt)
  place=$(echo "$started $(fact run)" | sed 's/^\(....\)-\(..\)-\(..\)T\(..\):\(..\):\(..\).*Z \(........\).*/snapshots\/\1\/\2\/\3\/\1\2\3T\4\5\6Z-\7/')
  snapshot=$(fact snapshot); isPlace=yes
  if [ "$snapshot" != "$place" ]; then broken "snapshot $place" "$snapshot"; isPlace=no; fi
  if [ "$seq" -eq 0 ]; then [ "$(fact prev)" = null ] || broken 'no record before it' "number $(fact prev)"
  elif [ "$(fact prev)" != $((seq - 1)) ]; then broken "record $((seq - 1)) before it" "$(fact prev)"
  elif [ -n "$before" ] && [ "$(fact prevSha256)" != "$before" ]; then broken "the payload before it, sha256:$before" "$(fact prevSha256)"; fi
  if [ -n "$recordedAt" ] && isLater "$recordedAt" "$(fact recordedAt)"; then broken "$recordedAt or later" "$(fact recordedAt)"; fi
  said=$(fact frontier); said=$(echo $said); [ "$said" != - ] || said=
  set -- $said
  if [ "$(fact size)" != "$seq" ] || [ $# -ne "$(subtrees "$seq")" ] || [ "$(root "$@")" != "$(fact root)" ]; then
    broken "a tree of $seq records with this root" "size $(fact size), root $(fact root)"
  else
    if [ "$frontier" != '?' ] && [ "$said" != "$frontier" ]; then broken "root $(root $frontier), as the records before give it" "$(fact root)"; fi
    frontier=$said
    grep -q "^$chain $seq " "$work/roots" || echo "$chain $seq $(fact root)" >> "$work/roots"
  fi
  if [ "$(fact status)" = complete ]; then due=$seq@$started; else due=$last; fi
  [ -z "$due" ] || [ "$(fact lastComplete)" = "$due" ] || broken "$due as the last complete record" "$(fact lastComplete)"
  if [ "$seq" -gt 0 ] && [ -n "$(fact continuesLog)" ]; then broken 'a chain continued in its first record alone' "chain $(fact continuesNumber)"; fi
  if grep -qx "$(fact run)" "$work/runs"; then broken 'a run of its own' "one of another record"; fi
  fact run >> "$work/runs"
}

# A record of a pseudonymised copy says so, and names what export.json says of it; one of a collector says nothing.
check_derived() {
  [ "$(fact derived)" = "$derived" ] || fail CONTENT_INVALID "$file" "expected $([ "$derived" = - ] && echo 'a record of a collector, got one of a pseudonymised copy' || echo 'one of this pseudonymised copy, got another')"
}

# The key in force: it changes only behind a record of its own that names the next one.
check_key() {
  [ -s "$work/keys" ] || return 0
  case $standing in
    refused) return ;;
    unknown)
      if [ -z "$open" ]; then open=$file; openKey=$id; openFrom=$seq; fi ;;
    counts)
      if [ -n "$open" ] && [ "$named" = "$id" ]; then
        note signer-not-judged "$open: records $openFrom to $((seq - 1)) are signed by $openKey, which was not given: their bytes are those whose digests record $seq signs"; open=
      elif [ -n "$inForce" ] && [ "$inForce" != "$id" ] && { [ "$named" != "$id" ] || [ "$(fact rotatedFrom)" != "$inForce" ]; }; then
        fail KEY_UNTRUSTED "$file" "expected the key in force at this record, $inForce, got $id"; return
      fi
      inForce=$id ;;
  esac
  named=$(fact nextKey); [ "$named" != - ] || named=
  if [ -n "$named" ] && [ "$standing" = counts ]; then echo "$named" >> "$work/keys"; fi
}

# Whether what a run kept may be gone by now, as was signed.
isExpired() {
  [ "$(fact days)" != - ] && [ -n "$(fact days)" ] || return 1
  awk -v at="$(fact endedAt)" -v days="$(fact days)" -v now="$(date -u +%Y-%m-%d)" '
    function day(s,  y, m, d, a) { y = substr(s, 1, 4); m = substr(s, 6, 2); d = substr(s, 9, 2) + 0; a = int((14 - m) / 12); y = y + 4800 - a
      m = m + 12 * a - 3; return d + int((153 * m + 2) / 5) + 365 * y + int(y / 4) - int(y / 100) + int(y / 400) }
    BEGIN { exit !(day(at) + days <= day(now)) }'
}

# 3. Every file of a snapshot against the record that names it, and no other file.
check_snapshot() {
  bag=$own/$snapshot
  [ "$isPlace" = yes ] || return 0
  echo "$snapshot" >> "$work/committed"
  if [ "$seq" = "$((first - 1))" ] && [ ! -d "$bag" ]; then
    at=$(fact slot); [ "$at" != - ] || at=$started
    if isLater "$from" "$at" || isLater "$at" "$to"; then return; fi
    fail CONTENT_INVALID "$file" "expected a record outside of $from to $to, got one of $at"
  fi
  if [ -h "$bag" ]; then fail ARTIFACT_UNLISTED "$bag" 'expected a folder, got something else'; return; fi
  grep "  $bag/" "$work/found" > "$work/own"
  if [ ! -s "$work/own" ] && ! grep -q "^$bag/" "$work/others"; then
    if isExpired; then note expired "$bag: its files are gone, and the time that they had to be kept has ended"
    else fail ARTIFACT_MISSING "$bag/" 'expected a snapshot, got none'; fi
    return
  fi
  # Two of the tag files are bound by the tag manifest, which the record signs.
  cp "$work/subjects" "$work/due"
  for name_of in bag-info.txt bagit.txt; do
    hash=$(sed -n "s/^\([0-9a-f]\{64\}\)  $name_of\$/\1/p" "$bag/tagmanifest-sha256.txt" 2> /dev/null)
    [ -n "$hash" ] || hash=$(sed -n "s|^\([0-9a-f]*\)  $bag/$name_of\$|\1|p" "$work/own")
    echo "$hash  $bag/$name_of" >> "$work/due"
  done
  compare "$work/due" "$work/own" | sed -E 's:^ARTIFACT_MISSING (.*/(evidence-manifest\.json|manifest-sha256\.txt|tagmanifest-sha256\.txt))$:MANIFEST_MISSING \1:' > "$work/compared"
  grep "^MANIFEST_MISSING" "$work/compared" | while read -r code path; do fail "$code" "$path" 'expected a manifest, got none'; done
  grep -v "^MANIFEST_MISSING" "$work/compared" | tell "record $seq signs" "record $seq lists"
  grep "^$bag/" "$work/others" | while read -r path; do
    grep -q "  $path\$" "$work/due" || fail ARTIFACT_UNLISTED "$path" "expected only what record $seq lists, got something that is no file"
  done
  grep "^$bag/" "$work/empty" | while read -r path; do fail ARTIFACT_UNLISTED "$path/" 'expected only what the record lists, got an empty folder'; done
}

take_record() {
  file=$own/chain/$name/$(printf '%012d' "$seq").sigstore.json
  records=$((records + 1))
  if [ -h "$file" ] || [ ! -f "$file" ] || ! open_record "$file"; then
    [ -f "$file" ] && [ ! -h "$file" ] || fail CHAIN_BROKEN "$file" 'expected a regular file, got something else'
    before=; recordedAt=; last=; frontier='?'; named=; return
  fi
  : > "$work/subjects"
  awk -v subjects="$work/subjects" -v folder="$own/-" -f "$work/facts.awk" "$work/payload" > "$work/facts"
  sed "s|  $own/-/|  $own/$(fact snapshot)/|" "$work/subjects" > "$work/s"; mv "$work/s" "$work/subjects"
  check_signature
  isRead=yes
  if [ "$type" != application/vnd.in-toto+json ] || { [ "$(fact type)" = https://in-toto.io/Statement/v1 ] && [ "$(fact predicateType)" != urn:segment-evidence:attestation:evidence-snapshot:v1 ]; }; then
    isRead=no
    if [ "$standing" = counts ]; then fail FORMAT_UNKNOWN "$file" 'expected a statement that this script knows, got one of a newer version'
    else grep -q "^SIGNATURE_INVALID $file" "$work/failures" || fail SIGNATURE_INVALID "$file" 'expected a statement about a snapshot, got another'; fi
  elif [ "$(fact type)" != https://in-toto.io/Statement/v1 ] || [ "$(tail -c 2 "$work/payload")" != ']}' ]; then
    isRead=no; fail CONTENT_INVALID "$file" 'expected a statement, got something that cannot be read'
  fi
  [ ! -s "$work/sig" ] || echo "$(digest "$work/sig") $chain $seq $file" >> "$work/signatures"
  if [ "$isRead" = yes ]; then
    echo "$chain $seq $(fact recordedAt) $(fact skew) $(fact status)" >> "$work/dated"; check_links; check_derived; check_key; check_snapshot
  else [ "$standing" != unknown ] || [ -n "$open" ] || { open=$file; openKey=$id; openFrom=$seq; }; fi
  hash=$(leaf "$work/payload")
  if [ "$frontier" != '?' ]; then frontier=$(grow "$seq" "$hash" $frontier); echo "$chain $((seq + 1)) $(root $frontier)" >> "$work/roots"; fi
  echo "$chain $((seq + 1)) $hint" >> "$work/signers"
  before=$(digest "$work/payload"); recordedAt=; last=
  if [ "$isRead" = yes ]; then recordedAt=$(fact recordedAt); last=$(fact lastComplete); fi
  if [ "$seq" -eq 0 ] && [ "$isRead" = yes ]; then continues="$(fact continuesLog) $(fact continuesNumber) $(fact continuesSize) $(fact continuesRoot)"; fi
}

# One chain: hashes of the records that are not here, then the records. $1: its number; $2: first record with a snapshot; $3: size.
check_chain() {
  chain=$1; first=$2; size=$3; name=$(printf '%03d' "$chain"); folder=$own/chain/$name
  logId=; before=; recordedAt=; last=null; frontier=; named=; inForce=; open=; records=0; continues=
  # Where nobody can say what the export is of, it is looked at as a whole store.
  isWhole=no; if [ "$first" = all ]; then isWhole=yes; first=0; fi
  earlier=$size; [ "$first" = null ] || { earlier=$((first - 1)); [ "$earlier" -ge 0 ] || earlier=0; }
  leaves=$folder/leaf-hashes.txt
  if [ "$isWhole" = yes ]; then :
  elif [ ! -f "$leaves" ] || [ -h "$leaves" ] || [ "$(grep -cxE '[0-9a-f]{64}' "$leaves")" -ne "$earlier" ] || [ "$(wc -c < "$leaves")" -ne $((earlier * 65)) ]; then
    fail CHAIN_BROKEN "$leaves" "expected $earlier hashes of earlier records, one a line, got something else"; frontier='?'; last=
  elif [ "$earlier" -gt 0 ]; then
    last=; count=0
    while read -r hash; do
      frontier=$(grow "$count" "$hash" $frontier); count=$((count + 1))
      if grep -q "^size $count\$" "$work/wanted"; then echo "$chain $count $(root $frontier)" >> "$work/roots"; fi
    done < "$leaves"
    echo "$chain $count $(root $frontier)" >> "$work/roots"
  fi
  [ ! -h "$own/chain" ] || { fail CHAIN_BROKEN "$own/chain" 'expected a folder, got something else'; return; }
  seq=$earlier; first_open=
  for path in "$folder"/* "$folder"/.[!.]*; do
    [ -e "$path" ] || [ -h "$path" ] || continue
    [ "$path" != "$leaves" ] || continue
    if ! printf '%s\n' "$path" | grep -qE '/[0-9]{12}\.sigstore\.json$'; then
      printf '%s\n' "$path" | grep -qE "$litter" || fail CHAIN_BROKEN "$path" 'expected chain records only, got another file'
      continue
    fi
    found=$(basename "$path" .sigstore.json | sed 's/^0*\(.\)/\1/')
    if [ "$found" -gt "$seq" ] && [ "$first" != null ]; then
      fail CHAIN_BROKEN "$folder/" "expected numbers without holes, got none of records $seq to $((found - 1))"
      before=; recordedAt=; last=; frontier='?'; named=; seq=$found
    elif [ "$found" -lt "$seq" ]; then fail CHAIN_BROKEN "$path" 'expected a hash alone, got a record too'; continue; fi
    take_record
    seq=$((seq + 1))
  done
  [ -z "$open" ] || [ ! -s "$work/keys" ] || grep -q "^KEY_UNTRUSTED $open" "$work/failures" || fail KEY_UNTRUSTED "$open" "expected a key that you gave, got $openKey"
  [ "$isWhole" = yes ] || [ "$seq" -ge "$size" ] || fail TRUNCATED "$own/export.json" "expected $size records of chain $chain, got $seq"
  [ "$isWhole" = yes ] || [ "$seq" -le "$size" ] || fail CONTENT_INVALID "$own/export.json" "expected $seq records of chain $chain, as there are, got $size"
  shownLog=$logId; [ -n "$shownLog" ] || shownLog=-
  echo "$chain $shownLog $seq" >> "$work/chains"
  total=$((total + records))
  [ -n "$continues" ] && check_continues $continues
  return 0
}

check_continues() {
  where=$own/chain/$name/
  if [ "$chain" -eq 1 ]; then
    [ $# -lt 4 ] || fail CHAIN_BROKEN "$where" "expected a first chain that continues none, got one that continues chain $2"; return
  fi
  if [ $# -lt 4 ]; then fail CHAIN_BROKEN "$where" "expected a chain that continues chain $((chain - 1)), got one that continues none"; return; fi
  if [ "$2" -ne $((chain - 1)) ]; then fail CHAIN_BROKEN "$where" "expected chain $((chain - 1)), got chain $2"; return; fi
  set -- "$@" $(sed -n "s/^$2 //p" "$work/chains")
  if [ $# -lt 6 ]; then fail CHAIN_BROKEN "$where" "expected chain $2 too, got none"; return; fi
  if [ "$5" != - ] && [ "$5" != "$1" ]; then fail REWRITTEN "$where" "expected log id $1 in chain $2, got $5"; return; fi
  if [ "$3" -gt "$6" ]; then fail TRUNCATED "$where" "expected $3 records or more in chain $2, got $6"; return; fi
  due=$(sed -n "s/^$2 $3 //p" "$work/roots")
  [ -z "$due" ] || [ "$due" = "$4" ] || fail REWRITTEN "$where" "expected root $4 of the first $3 records of chain $2, got $due"
}
`;
