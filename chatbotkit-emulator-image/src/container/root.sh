#!/bin/sh
# Makes what the image holds besides the emulator: a Java runtime with the modules it needs, the shared libraries of
# this machine that the runtime asks for (an image from scratch has none), and a folder for temporary files.
#   root.sh <JDK> <target folder>
set -eu
jdk=$1 root=$2

rm -rf "$root"
mkdir -p "$root/opt" "$root/tmp" "$root/etc"
"$jdk/bin/jlink" --add-modules java.base,java.logging,java.management,java.naming,jdk.unsupported \
  --strip-debug --no-header-files --no-man-pages --compress=2 --output "$root/opt/java" 2>/dev/null
# The archive of classes that every JVM loads: a third of the start.
"$root/opt/java/bin/java" -XX:+UseSerialGC -Xshare:dump >/dev/null
chmod 644 "$root/opt/java/lib/server/"*.jsa

# "libz.so.1 => /lib/…/libz.so.1 (0x…)" and "/lib64/ld-linux-….so.2 (0x…)"; the runtime's own libraries are there already.
find "$root/opt/java" \( -name '*.so' -o -path '*/bin/java' \) -exec ldd {} + 2>/dev/null |
  sed -n 's/^\t\(.* => \)\{0,1\}\(\/[^ ]*\) (0x.*/\2/p' | grep -v "^$root" | sort -u |
  while read -r library; do
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
  done
echo 'emulator:x:65532:65532:::' >"$root/etc/passwd"
