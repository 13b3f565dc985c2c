#!/usr/bin/env bash
# Apache HttpClient 5.6.1: where a proxy refuses the tunnel to an https origin, its response to CONNECT is returned as if
# the origin had answered, by the asynchronous client and by the classic one. The JDK's client throws an IOException.
# Exits 0 if this is still so, 1 if the output has changed, 2 if the packages cannot be installed.
set -uo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 2

cat > pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.httpcomponents.client5</groupId><artifactId>httpclient5</artifactId><version>5.6.1</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
mvn -q -B dependency:build-classpath -Dmdep.outputFile=classpath >maven.log 2>&1 || {
  cat maven.log
  exit 2
}

cat > Finding.java <<'JAVA'
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.HttpHost;

public class Finding {

	private static final String REFUSAL = "HTTP/1.1 503 Busy\r\nContent-Length: 13\r\nConnection: close\r\n\r\nproxy is full";

	public static void main(String[] args) throws Exception {
		ServerSocket proxy = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
		Thread thread = new Thread(() -> serve(proxy));
		thread.setDaemon(true);
		thread.start();
		HttpHost address = new HttpHost("127.0.0.1", proxy.getLocalPort());
		try (CloseableHttpAsyncClient client = HttpAsyncClients.custom().setProxy(address).build()) {
			client.start();
			SimpleHttpResponse answer = client.execute(SimpleRequestBuilder.get("https://origin.test/").build(), null)
				.get();
			System.out.println("asynchronous: " + answer.getCode() + " " + answer.getBodyText());
		}
		try (CloseableHttpClient client = HttpClients.custom().setProxy(address).disableAutomaticRetries().build()) {
			System.out.println("classic: " + client.execute(new HttpGet("https://origin.test/"),
					(answer) -> answer.getCode() + " " + new String(answer.getEntity().getContent().readAllBytes(),
							StandardCharsets.US_ASCII)));
		}
		try {
			System.out.println("JDK: " + HttpClient.newBuilder()
				.proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", proxy.getLocalPort())))
				.build()
				.send(HttpRequest.newBuilder(URI.create("https://origin.test/")).build(), BodyHandlers.ofString()));
		}
		catch (IOException ex) {
			System.out.println("JDK: " + ex.getMessage());
		}
	}

	private static void serve(ServerSocket proxy) {
		while (true) {
			try (Socket socket = proxy.accept()) {
				InputStream in = socket.getInputStream();
				StringBuilder head = new StringBuilder();
				while (head.indexOf("\r\n\r\n") < 0) {
					head.append((char) in.read());
				}
				socket.getOutputStream().write(REFUSAL.getBytes(StandardCharsets.US_ASCII));
				socket.getOutputStream().flush();
			}
			catch (IOException ex) {
				return;
			}
		}
	}

}
JAVA
java -cp "$(cat classpath)" Finding.java 2>errors >output || cat errors
echo "Apache HttpClient 5.6.1:"
cat output

cat > expected <<'TEXT'
asynchronous: 503 proxy is full
classic: 503 proxy is full
JDK: Tunnel failed, got: 503
TEXT
diff expected output >/dev/null || {
  echo "It has changed."
  exit 1
}
