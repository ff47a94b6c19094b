/** A part of `verify.sh`. Every file against the lists of the bag. POSIX sh, read by dash, bash and busybox. */
export const BAG = String.raw`
# 1. Every file against the lists of the bag. Nobody signed these: they show what was damaged or added.

# What file managers leave in any folder: named, and no evidence.
litter='(^|/)(\.DS_Store|\._[^/]+|(eh)?[Tt]humbs\.db|[Dd]esktop\.ini)$|(^|/)(__MACOSX|@eaDir|\.AppleDouble|\.Trashes|\.Spotlight-V100|\.fseventsd|System Volume Information)/'

find data ! -type d ! -type f | sort > "$work/others"
find data -type f | sort > "$work/all"
grep -E "$litter" "$work/all" > "$work/litter"
grep -vE "$litter" "$work/all" > "$work/present"
while read -r path; do note not-looked-at "$path: left here by a file manager"; done < "$work/litter"
find data -type d -empty 2> /dev/null | sort > "$work/empty"

: > "$work/found"
tr '\n' '\0' < "$work/present" | xargs -0 $sha 2> /dev/null | sed 's/^\([0-9a-f]*\) [ *]/\1  /' > "$work/found"

# A list of files: a digest, two blanks, a path.
list() {
  if [ ! -f "$1" ] || [ -h "$1" ]; then fail MANIFEST_MISSING "$1" 'expected a list of files, got none'; return 1; fi
  if [ -s "$1" ] && { grep -qvE '^[0-9a-f]{64}  .+$' "$1" || [ -n "$(tail -c 1 "$1")" ] ||
    [ -n "$(cut -c 67- "$1" | sort | uniq -d)" ]; }; then
    fail CONTENT_INVALID "$1" 'expected a digest and a path a line, got something else'; return 1
  fi
}

# Holds digests that are due ($1) against those that were found ($2): lines "CODE path".
compare() {
  awk -v due="$1" 'function path() { return substr($0, 67) } FILENAME == due { want[path()] = $1; next } { have[path()] = $1 }
    END { for (p in want) if (!(p in have)) print "ARTIFACT_MISSING " p; else if (have[p] != want[p]) print "DIGEST_MISMATCH " p
      for (p in have) if (!(p in want)) print "ARTIFACT_UNLISTED " p }' "$1" "$2" | sort
}
tell() {
  while read -r code path; do
    case $code in
      ARTIFACT_MISSING) fail "$code" "$path" 'expected a regular file, got none' ;;
      DIGEST_MISMATCH) fail "$code" "$path" "expected the bytes that $1, got others" ;;
      *) fail "$code" "$path" "expected only what $2, got another file" ;;
    esac
  done
}

isBag=yes
list manifest-sha256.txt || isBag=no
list tagmanifest-sha256.txt || isBag=no
if [ "$isBag" = yes ]; then
  compare manifest-sha256.txt "$work/found" | tell 'the export lists' 'the export lists'
  while read -r path; do fail ARTIFACT_UNLISTED "$path" 'expected a regular file, got something else'; done < "$work/others"
  for name in manifest-sha256.txt bag-info.txt bagit.txt; do
    grep -q "  $name\$" tagmanifest-sha256.txt || fail CONTENT_INVALID tagmanifest-sha256.txt "expected a line for $name, got none"
  done
  : > "$work/tags"
  cut -c 67- tagmanifest-sha256.txt | while read -r path; do
    [ ! -f "$path" ] || [ -h "$path" ] || printf '%s  %s\n' "$(digest "$path")" "$path" >> "$work/tags"
  done
  compare tagmanifest-sha256.txt "$work/tags" | tell 'the export lists' 'the export lists'
  if [ -f bag-info.txt ] && ! cut -c 67- manifest-sha256.txt | while read -r path; do [ -f "$path" ] || exit 1; done; then :
  elif [ -f bag-info.txt ]; then
    oxum=$(cut -c 67- manifest-sha256.txt | tr '\n' '\0' | xargs -0 cat 2> /dev/null | wc -c | tr -d ' ').$(wc -l < manifest-sha256.txt | tr -d ' ')
    grep -qx "Payload-Oxum: $oxum" bag-info.txt || fail CONTENT_INVALID bag-info.txt "expected Payload-Oxum: $oxum, got another"
  fi
fi
for path in * .[!.]*; do
  [ -e "$path" ] && [ "$path" != data ] && [ "$path" != tagmanifest-sha256.txt ] || continue
  if printf '%s/\n' "$path" | sed 's:/$::' | grep -qE "$litter" || printf '%s/\n' "$path" | grep -qE "$litter"; then
    note not-looked-at "$path: left here by a file manager"
  elif [ "$isBag" = yes ] && ! grep -q "  $path\$" tagmanifest-sha256.txt; then note not-looked-at "$path: not a file of the export"; fi
done
`;
