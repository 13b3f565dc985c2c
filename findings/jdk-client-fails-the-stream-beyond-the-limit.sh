#!/usr/bin/env bash
# JDK 17.0.15 and 25.0.3: java.net.http.HttpClient has one HTTP/2 connection to a server. Where all streams that the server allows are
# open (SETTINGS_MAX_CONCURRENT_STREAMS), it fails the next request with IOException "too many concurrent streams". It neither waits
# for a stream, as other clients do, nor makes a further connection. Nothing is sent, so the request can be sent again.
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

# Allows 10 streams, and answers when the client has asked for as many or when a second has passed.
cat > server.js <<'JS'
const http2 = require('http2');
const fs = require('fs');
let connections = 0;
const waiting = [];
const answer = () => waiting.splice(0).forEach((stream) => {
  stream.respond({ ':status': 200, 'x-connections': String(connections) });
  stream.end('Hello');
});
const server = http2.createSecureServer({ key: fs.readFileSync('key.pem'), cert: fs.readFileSync('cert.pem'),
  settings: { maxConcurrentStreams: 10 } });
server.on('session', () => connections++);
server.on('stream', (stream, headers) => {
  if (headers[':path'] === '/first') {
    stream.respond({ ':status': 200 });
    stream.end();
    return;
  }
  waiting.push(stream);
  if (waiting.length === 1) {
    setTimeout(answer, 1000);
  }
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
JS
node server.js > port.txt &
server=$!
for _ in $(seq 50); do [ -s port.txt ] && break; sleep 0.1; done

cat > Finding.java <<'JAVA'
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

public class Finding {

	public static void main(String[] args) {
		HttpClient client = HttpClient.newHttpClient();
		String server = "https://localhost:" + args[0];
		client.sendAsync(HttpRequest.newBuilder(URI.create(server + "/first")).build(), BodyHandlers.discarding()).join();
		HttpRequest request = HttpRequest.newBuilder(URI.create(server + "/")).build();
		List<CompletableFuture<String>> answers = IntStream.range(0, 25)
			.mapToObj((i) -> client.sendAsync(request, BodyHandlers.ofString())
				.handle((response, ex) -> (ex == null)
						? response.version() + " " + response.statusCode() + " on connection "
								+ response.headers().firstValue("x-connections").orElse("?")
						: String.valueOf(ex.getCause() != null ? ex.getCause() : ex)))
			.toList();
		TreeMap<String, Integer> counts = new TreeMap<>();
		answers.forEach((answer) -> counts.merge(answer.join(), 1, Integer::sum));
		counts.forEach((answer, count) -> System.out.println(count + " of 25: " + answer));
	}

}
JAVA
"$java" -Djavax.net.ssl.trustStore=trust.p12 -Djavax.net.ssl.trustStorePassword=changeit Finding.java "$(cat port.txt)" 2>/dev/null > output.txt
cat output.txt
expected='10 of 25: HTTP_2 200 on connection 1
15 of 25: java.io.IOException: too many concurrent streams'
[ "$(cat output.txt)" = "$expected" ] || exit 1
