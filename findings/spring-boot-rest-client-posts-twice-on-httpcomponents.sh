#!/usr/bin/env bash
# Spring Boot 4.1.0 (HttpComponents 5.6.1): a RestClient over HttpComponents, as Boot's ClientHttpRequestFactoryBuilder makes it, sends a POST again
# where the answer is 503 or 429, after a second and whether or not there is a Retry-After header. The application sees one exchange; the server has done
# the work twice. The other four request factories send it once, and so does a WebClient over HttpComponents. Expected: a POST is not repeated
# unless somebody asked for it, as HttpComponents itself does after a lost connection.
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
    <dependency><groupId>org.springframework</groupId><artifactId>spring-web</artifactId><version>7.0.8</version></dependency>
    <dependency><groupId>org.eclipse.jetty</groupId><artifactId>jetty-client</artifactId><version>12.1.10</version></dependency>
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
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

public class Finding {

	static final AtomicInteger received = new AtomicInteger();

	public static void main(String[] args) throws Exception {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.setExecutor(Executors.newCachedThreadPool());
		server.createContext("/", (exchange) -> {
			received.incrementAndGet();
			exchange.getRequestBody().readAllBytes();
			exchange.sendResponseHeaders(Integer.parseInt(exchange.getRequestURI().getPath().substring(1)), -1);
			exchange.close();
		});
		server.start();
		String uri = "http://localhost:" + server.getAddress().getPort() + "/";
		for (int status : new int[] { 503, 429, 500 }) {
			ask(uri + status, status + ", HttpComponents", ClientHttpRequestFactoryBuilder.httpComponents());
			ask(uri + status, status + ", Jetty", ClientHttpRequestFactoryBuilder.jetty());
			ask(uri + status, status + ", Reactor Netty", ClientHttpRequestFactoryBuilder.reactor());
			ask(uri + status, status + ", JDK", ClientHttpRequestFactoryBuilder.jdk());
			ask(uri + status, status + ", simple", ClientHttpRequestFactoryBuilder.simple());
			received.set(0);
			WebClient.builder()
				.clientConnector(ClientHttpConnectorBuilder.httpComponents().build())
				.build()
				.post()
				.uri(uri + status)
				.bodyValue("Hi")
				.exchangeToMono((response) -> response.releaseBody())
				.block();
			System.out.println(status + ", HttpComponents, WebClient: " + received + " sent");
		}
		System.exit(0);
	}

	static void ask(String uri, String what, ClientHttpRequestFactoryBuilder<?> factory) {
		received.set(0);
		RestClient.builder()
			.requestFactory(factory.build())
			.build()
			.post()
			.uri(uri)
			.body("Hi")
			.exchange((request, response) -> response.getStatusCode());
		System.out.println(what + ": " + received + " sent");
	}

}
JAVA
javac -parameters -nowarn -d . -cp "$(cat classpath)" Finding.java >errors 2>&1 && timeout 120 java -cp ".:$(cat classpath)" Finding 2>errors >output || cat errors
echo "Spring Boot 4.1.0, one POST by RestClient:"
cat output

cat > expected <<'TEXT'
503, HttpComponents: 2 sent
503, Jetty: 1 sent
503, Reactor Netty: 1 sent
503, JDK: 1 sent
503, simple: 1 sent
503, HttpComponents, WebClient: 1 sent
429, HttpComponents: 2 sent
429, Jetty: 1 sent
429, Reactor Netty: 1 sent
429, JDK: 1 sent
429, simple: 1 sent
429, HttpComponents, WebClient: 1 sent
500, HttpComponents: 1 sent
500, Jetty: 1 sent
500, Reactor Netty: 1 sent
500, JDK: 1 sent
500, simple: 1 sent
500, HttpComponents, WebClient: 1 sent
TEXT
diff expected output >/dev/null || {
  echo "It has changed."
  exit 1
}
