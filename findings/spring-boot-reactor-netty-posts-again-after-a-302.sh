#!/usr/bin/env bash
# Spring Boot 4.1.0 (Reactor Netty 1.3.6, Jetty's reactive client 4.1.5, HttpComponents 5.6.1): the four clients that Boot's ClientHttpConnectorBuilder
# makes for a WebClient all follow redirects, also of a POST. After 302 Reactor Netty posts the body again to the new address, and after 303, which
# is to ask for a result, it sends a GET that has the body of the POST. The others send a GET without a body.
# Expected: the same requests, whichever client is on the class path.
# Needs Java 17 or later and Maven. Exits 0 if this is still so, 1 if the output has changed, 2 if the packages cannot be installed.
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
    <dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-http-client</artifactId><version>4.1.0</version></dependency>
    <dependency><groupId>org.springframework</groupId><artifactId>spring-webflux</artifactId><version>7.0.8</version></dependency>
    <dependency><groupId>io.projectreactor.netty</groupId><artifactId>reactor-netty-http</artifactId><version>1.3.6</version></dependency>
    <dependency><groupId>org.eclipse.jetty</groupId><artifactId>jetty-reactive-httpclient</artifactId><version>4.1.5</version></dependency>
    <dependency><groupId>org.apache.httpcomponents.client5</groupId><artifactId>httpclient5</artifactId><version>5.6.1</version></dependency>
    <dependency><groupId>org.apache.httpcomponents.core5</groupId><artifactId>httpcore5-reactive</artifactId><version>5.4.2</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
mvn -q -B dependency:build-classpath -Dmdep.outputFile=classpath >maven.log 2>&1 || {
  cat maven.log
  exit 2
}

cat > Finding.java <<'JAVA'
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.web.reactive.function.client.WebClient;

public class Finding {

	static final List<String> received = new CopyOnWriteArrayList<>();

	public static void main(String[] args) throws Exception {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.setExecutor(Executors.newCachedThreadPool());
		server.createContext("/", (exchange) -> {
			String path = exchange.getRequestURI().getPath();
			String body = new String(exchange.getRequestBody().readAllBytes());
			received.add(exchange.getRequestMethod() + (body.isEmpty() ? "" : " with body"));
			boolean redirects = !path.equals("/moved");
			exchange.getResponseHeaders().set("Location", "/moved");
			exchange.sendResponseHeaders(redirects ? Integer.parseInt(path.substring(1)) : 200, -1);
			exchange.close();
		});
		server.start();
		String uri = "http://localhost:" + server.getAddress().getPort() + "/";
		for (int status : new int[] { 302, 303 }) {
			ask(uri + status, status + ", Reactor Netty", ClientHttpConnectorBuilder.reactor());
			ask(uri + status, status + ", Jetty", ClientHttpConnectorBuilder.jetty());
			ask(uri + status, status + ", HttpComponents", ClientHttpConnectorBuilder.httpComponents());
			ask(uri + status, status + ", JDK", ClientHttpConnectorBuilder.jdk());
		}
		System.exit(0);
	}

	static void ask(String uri, String what, ClientHttpConnectorBuilder<?> connector) {
		received.clear();
		WebClient.builder()
			.clientConnector(connector.build())
			.build()
			.post()
			.uri(uri)
			.bodyValue("Hi")
			.exchangeToMono((response) -> response.releaseBody())
			.block();
		System.out.println(what + ": " + String.join(", then ", received));
	}

}
JAVA
javac -parameters -nowarn -d . -cp "$(cat classpath)" Finding.java >errors 2>&1 && timeout 120 java -cp ".:$(cat classpath)" Finding 2>errors >output || cat errors
echo "Spring Boot 4.1.0, a POST with a body:"
cat output

cat > expected <<'TEXT'
302, Reactor Netty: POST with body, then POST with body
302, Jetty: POST with body, then GET
302, HttpComponents: POST with body, then GET
302, JDK: POST with body, then GET
303, Reactor Netty: POST with body, then GET with body
303, Jetty: POST with body, then GET
303, HttpComponents: POST with body, then GET
303, JDK: POST with body, then GET
TEXT
diff expected output >/dev/null || {
  echo "It has changed."
  exit 1
}
