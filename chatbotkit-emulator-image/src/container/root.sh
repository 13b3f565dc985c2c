#!/bin/bash
# Makes what the image holds: the emulator's jar, a Java runtime with the modules it needs, the shared libraries of this
# machine that the runtime asks for (an image from scratch has none), and a folder for temporary files.
#   root.sh <JDK> <emulator's jar> <target folder>
set -euo pipefail
jdk=$1 jar=$2 root=$3

rm -rf "$root"
mkdir -p "$root/opt" "$root/app" "$root/tmp" "$root/etc"
"$jdk/bin/jlink" --add-modules java.base,java.logging,java.management,java.naming,jdk.unsupported \
  --strip-debug --no-header-files --no-man-pages --compress=2 --output "$root/opt/java" 2>/dev/null
rm -f "$root/opt/java/lib/server/"*.jsa
# Names for debuggers, a sixth of the JVM on Java 25; jlink leaves them. Without binutils the image is larger.
if command -v strip >/dev/null; then
  find "$root/opt/java/lib" -name '*.so' -exec strip --strip-unneeded {} +
fi
echo 'emulator:x:65532:65532:::' >"$root/etc/passwd"

# "libz.so.1 => /lib/…/libz.so.1 (0x…)" and "/lib64/ld-linux-….so.2 (0x…)"; the runtime's own libraries are there already.
find "$root/opt/java" \( -name '*.so' -o -path '*/bin/java' \) -exec ldd {} + 2>/dev/null |
  sed -n 's/^\t\(.* => \)\{0,1\}\(\/[^ ]*\) (0x.*/\2/p' | grep -v "^$root" | sort -u |
  while read -r library; do
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
  done

# An archive of the classes that answering two requests loads: it halves the start. It holds for a jar of the same
# relative name and time only, so the time is the one that Jib gives to every file.
cp "$jar" "$root/app/chatbotkit-emulator.jar"
touch -d @1 "$root/app/chatbotkit-emulator.jar"
cd "$root/app"
java=("$root/opt/java/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Dfile.encoding=UTF-8)
work=$(mktemp -d)
emulator=
trap '[ -z "$emulator" ] || kill "$emulator" || true; rm -rf "$work"' EXIT
mkfifo "$work/ready"
"${java[@]}" -Xshare:off "-XX:DumpLoadedClassList=$work/classes" -jar chatbotkit-emulator.jar >"$work/ready" &
emulator=$!
read -r line <"$work/ready"
port=${line##*:} port=${port%%/*}
for stream in true false; do
  body='{"model":"bot/id=demo","stream":'$stream',"messages":[{"role":"user","content":"hi"}]}'
  exec 3<>"/dev/tcp/127.0.0.1/$port"
  printf '%s\r\n' 'POST /v1/openai/chat/completions HTTP/1.1' 'Host: localhost' 'Connection: close' \
    'Authorization: Bearer sk-test-1' 'Content-Type: application/json' "Content-Length: ${#body}" '' >&3
  printf '%s' "$body" >&3
  cat <&3 >/dev/null
  exec 3>&-
done
kill "$emulator"
wait "$emulator" || true
emulator=
"${java[@]}" -Xshare:dump "-XX:SharedClassListFile=$work/classes" -XX:SharedArchiveFile=emulator.jsa \
  -jar chatbotkit-emulator.jar >"$work/dump" 2>&1 || { cat "$work/dump" && exit 1; }
chmod 644 emulator.jsa
