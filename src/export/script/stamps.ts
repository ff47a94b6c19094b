/** A part of `verify.sh`. Time stamps, and the dates that they bear out. POSIX sh, read by dash, bash and busybox. */
export const STAMPS = String.raw`
# Time stamps: each over the signature of a record. What openssl says of one: its imprint, its time and its accuracy in
# thousandths of a second, and the time as text.
cat > "$work/stamp.awk" <<'EOF'
function day(y, m, d,  a) { a = int((14 - m) / 12); y = y + 4800 - a; m = m + 12 * a - 3
  return d + int((153 * m + 2) / 5) + 365 * y + int(y / 4) - int(y / 100) + int(y / 400) - 32045 - 2440588 }
function hex(s,  i, n) { s = tolower(s); sub(/^0x/, "", s); for (i = 1; i <= length(s); i++) n = n * 16 + index("0123456789abcdef", substr(s, i, 1)) - 1; return n + 0 }
function iso(s) { return 1000 * (86400 * day(substr(s, 1, 4), substr(s, 6, 2), substr(s, 9, 2)) + 3600 * substr(s, 12, 2) + 60 * substr(s, 15, 2) + substr(s, 18, 6)) }
EOF
cat > "$work/reply.awk" <<'EOF'
/^Message data:/ { dump = 1; next }
dump && /^ +[0-9a-f]+ - / { sub(/^ +[0-9a-f]+ - /, ""); s = substr($0, 1, 48); gsub(/[^0-9a-f]/, "", s); imprint = imprint s; next }
{ dump = 0 }
/^Accuracy:/ { for (i = 2; i < NF; i++) { if ($(i + 1) ~ /^seconds/) accuracy += 1000 * hex($i); if ($(i + 1) ~ /^millis/) accuracy += hex($i) } }
/^Time stamp:/ { month = (index("JanFebMarAprMayJunJulAugSepOctNovDec", $3) + 2) / 3; split($5, t, ":")
  at = 1000 * (86400 * day($6, month, $4) + 3600 * t[1] + 60 * t[2] + t[3]); text = $0; sub(/^Time stamp: */, "", text) }
END { if (imprint != "" && text != "") printf "%s %.0f %.0f %s\n", imprint, at, accuracy, text }
EOF
said_by() { openssl ts -reply -in "$1" -text 2> /dev/null | awk -f "$work/stamp.awk" -f "$work/reply.awk"; }

# $1: a stamp, $2: as it is called; $3: its chain; $4: the number of its record; $5: the record; the rest: what it says.
hold_stamp() {
  stamp=$1; path=$2; of="$3 $4"; record=$5; shift 5
  if [ $# -lt 4 ]; then fail STAMP_INVALID "$path" 'expected a time stamp, got something else'; return; fi
  sed -n 's/.*"signatures":\[{"keyid":"[^"]*","sig":"\([^"]*\)".*/\1/p' "$record" | openssl base64 -d -A > "$work/sig"
  if [ "$1" != "$(digest "$work/sig")" ]; then fail STAMP_INVALID "$path" "expected a time stamp of the signature in $record, got one of something else"; return; fi
  [ -s "$work/cas" ] || return
  # A stamp holds when it was made, also where the authority's certificate has ended since.
  if openssl ts -verify -data "$work/sig" -in "$stamp" -CAfile "$work/cas" -attime "$(awk -v ms="$2" 'BEGIN { printf "%.0f", int(ms / 1000) }')" > "$work/ts" 2>&1; then
    judged=$((judged + 1)); echo "$of $2 $3" >> "$work/stamped"; shift 3; held="$held
  $path: made $*"
  else fail STAMP_INVALID "$path" "expected a stamp of this record by an authority that you gave, openssl says otherwise"; fi
}

check_stamps() {
  stamps=0; judged=0; : > "$work/stamped"
  for path in "$own"/anchors/*.tsr; do
    if [ -h "$path" ]; then fail STAMP_INVALID "$path" 'expected a time stamp, got a link'; continue; fi
    [ -f "$path" ] && printf '%s\n' "$path" | grep -qE '/[0-9]{3}-[0-9]{12}-[0-9a-f]{8}\.tsr$' || continue
    stamps=$((stamps + 1))
    set -- "$path" $(basename "$path" .tsr | tr '-' ' ')
    case $(digest "$path") in "$4"*) ;; *) fail STAMP_INVALID "$path" 'expected a name with its digest, got another'; continue ;; esac
    n=$(echo "$2" | sed 's/^0*//'); seq=$(echo "$3" | sed 's/^0*\(.\)/\1/'); record=$own/chain/$2/$3.sigstore.json
    there=$(sed -n "s/^$n [^ ]* //p" "$work/chains"); [ -n "$there" ] || there=0
    if [ "$seq" -ge "$there" ]; then fail TRUNCATED "$path" "expected record $seq of chain $n, got none"
    elif [ -f "$record" ]; then hold_stamp "$path" "$path" "$n" "$seq" "$record" $(said_by "$path"); fi
  done
  while IFS='	' read -r copy path; do
    stamps=$((stamps + 1))
    set -- $(said_by "$copy")
    if [ $# -lt 4 ]; then fail STAMP_INVALID "$path" 'expected a time stamp, got something else'; continue; fi
    found=$(grep "^$1 " "$work/signatures" | head -n 1)
    if [ -z "$found" ]; then fail NOTHING_THERE "$path" "expected a record whose signature has the SHA-256 $1, got an export that has none: hold it against one of its period"
    else hold_stamp "$copy" "$path" $(echo "$found" | cut -d ' ' -f 2-4) "$@"; fi
  done < "$work/kept-stamps"
  check_dates
}

# A record is written, then stamped, and what is stamped fixes all before it. A minute and a second is no contradiction,
# neither is a clock that was ahead by as much as the record says.
check_dates() {
  awk -f "$work/stamp.awk" -f /dev/stdin "$work/stamped" "$work/dated" <<'EOF' > "$work/after"
FILENAME ~ /stamped$/ { if (!(($1, $2) in at) || $3 < at[$1, $2]) { at[$1, $2] = $3; accuracy[$1, $2] = $4 }; next }
{ n++; chain[n] = $1; seq[n] = $2; text[n] = $3; ms[n] = iso($3); skew[n] = $4; status[n] = $5 }
END {
  for (i = n; i > 0; i--) {
    if (i == n || chain[i] != chain[i + 1] || seq[i + 1] != seq[i] + 1) fixed = ""
    if (((chain[i], seq[i]) in at) && (fixed == "" || at[chain[i], seq[i]] < fixed)) { fixed = at[chain[i], seq[i]]; near = accuracy[chain[i], seq[i]] }
    if (fixed == "" || (i > 1 && chain[i - 1] == chain[i] && seq[i - 1] == seq[i] - 1 && ms[i - 1] == ms[i])) continue
    over = ms[i] - fixed - 61000 - near
    if (over <= 0 || (skew[i] == "-" ? status[i] == "failed" : over - (skew[i] > 0 ? skew[i] : 0) <= 0)) continue
    printf "%03d/%012d %s\n", chain[i], seq[i], text[i]
  }
}
EOF
  while read -r name text; do
    fail CONTENT_INVALID "$own/chain/$name.sigstore.json" "expected a date before its time stamp, got $text"
  done < "$work/after"
}
`;
