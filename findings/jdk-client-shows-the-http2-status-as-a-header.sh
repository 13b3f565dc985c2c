#!/usr/bin/env bash
# JDK 17.0.15 and 25.0.3: java.net.http.HttpClient shows HTTP/2's pseudo-header ":status" among the headers of a response, which RFC 9113
# (section 8.3) says is no header field. The same server over HTTP/1.1 gives no such header. Its own request builder refuses the name, so a
# gateway that copies the headers of a response works until its server speaks HTTP/2.
# Needs a JDK 17 or later, and Node.js for a server with HTTP/2 over TLS. Exits 0 if this is still so, 1 if the output has
# changed, 2 without them.
set -uo pipefail
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$folder"' EXIT
cd "$folder" || exit 2

java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
keytool="${JAVA_HOME:+$JAVA_HOME/bin/}keytool"
command -v node >/dev/null && command -v "$java" >/dev/null && command -v openssl >/dev/null || {
  echo "Java, Node.js and openssl are needed."
  exit 2
}
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key.pem -out cert.pem -days 2 \
  -subj /CN=localhost -addext subjectAltName=DNS:localhost >/dev/null 2>&1 || exit 2
"$keytool" -importcert -noprompt -alias server -file cert.pem -keystore trust.p12 -storetype PKCS12 -storepass changeit >/dev/null 2>&1 || exit 2

# The same answer over both protocols.
cat > server.js <<'JS'
const fs = require('fs');
require('http2').createSecureServer({ key: fs.readFileSync('key.pem'), cert: fs.readFileSync('cert.pem'), allowHTTP1: true },
  (request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end('{}');
  }).listen(0, '127.0.0.1', function () {
    console.log(this.address().port);
  });
JS
node server.js > port.txt &
server=$!
for _ in $(seq 50); do [ -s port.txt ] && break; sleep 0.1; done

cat > Finding.java <<'JAVA'
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

public class Finding {

	public static void main(String[] args) throws Exception {
		URI uri = URI.create("https://localhost:" + args[0] + "/");
		for (HttpClient.Version version : List.of(HttpClient.Version.HTTP_1_1, HttpClient.Version.HTTP_2)) {
			HttpResponse<String> response = HttpClient.newBuilder().version(version).build()
				.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
			List<String> names = response.headers().map().keySet().stream().map(String::toLowerCase)
				.filter((name) -> name.equals("content-type") || name.startsWith(":")).sorted().toList();
			System.out.println(response.version() + ": " + names);
			HttpRequest.Builder copy = HttpRequest.newBuilder(uri);
			try {
				names.forEach((name) -> copy.setHeader(name, response.headers().firstValue(name).orElse("")));
				System.out.println("  they can be those of a request");
			}
			catch (IllegalArgumentException ex) {
				System.out.println("  as those of a request: " + ex.getMessage());
			}
		}
	}

}
JAVA
"$java" -Djavax.net.ssl.trustStore=trust.p12 -Djavax.net.ssl.trustStorePassword=changeit Finding.java "$(cat port.txt)" 2>/dev/null > output.txt
cat output.txt
expected='HTTP_1_1: [content-type]
  they can be those of a request
HTTP_2: [:status, content-type]
  as those of a request: invalid header name: ":status"'
[ "$(cat output.txt)" = "$expected" ] || exit 1
