#!/usr/bin/env bash
# Jetty's client 12.1.10, as Spring Boot 4.1.0 makes it for a WebClient: a response 401 without the header WWW-Authenticate is no response,
# but an exception, so that neither its status nor its body reaches onStatus() or exchangeToMono(). APIs with Bearer keys often answer like
# that. With the header, a body of more than 16 KiB is empty. Reactor Netty, HttpComponents and the JDK's client hand over both.
# It is WWWAuthenticationProtocolHandler, which is on by default, also where no credentials are configured.
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
  <dependencyManagement>
    <dependencies>
      <dependency>
        <groupId>org.springframework.boot</groupId><artifactId>spring-boot-dependencies</artifactId><version>4.1.0</version>
        <type>pom</type><scope>import</scope>
      </dependency>
    </dependencies>
  </dependencyManagement>
  <dependencies>
    <dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-http-client</artifactId></dependency>
    <dependency><groupId>org.springframework</groupId><artifactId>spring-webflux</artifactId></dependency>
    <dependency><groupId>io.projectreactor.netty</groupId><artifactId>reactor-netty-http</artifactId></dependency>
    <dependency><groupId>org.eclipse.jetty</groupId><artifactId>jetty-reactive-httpclient</artifactId></dependency>
    <dependency><groupId>org.apache.httpcomponents.client5</groupId><artifactId>httpclient5</artifactId></dependency>
    <dependency><groupId>org.apache.httpcomponents.core5</groupId><artifactId>httpcore5-reactive</artifactId></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
mvn -q -B dependency:build-classpath -Dmdep.outputFile=classpath >maven.log 2>&1 || {
  cat maven.log
  exit 2
}

cat > Finding.java <<'JAVA'
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.sun.net.httpserver.HttpServer;

import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.web.reactive.function.client.WebClient;

public class Finding {

	public static void main(String[] args) throws Exception {
		HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
		server.createContext("/", (exchange) -> {
			if (exchange.getRequestURI().getPath().startsWith("/challenge")) {
				exchange.getResponseHeaders().add("WWW-Authenticate", "Bearer");
			}
			byte[] body = "x".repeat(exchange.getRequestURI().getPath().endsWith("large") ? 30_000 : 100).getBytes();
			exchange.sendResponseHeaders(401, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		server.start();
		Map<String, ClientHttpConnectorBuilder<?>> builders = new LinkedHashMap<>();
		builders.put("Reactor Netty", ClientHttpConnectorBuilder.reactor());
		builders.put("Jetty", ClientHttpConnectorBuilder.jetty());
		builders.put("HttpComponents", ClientHttpConnectorBuilder.httpComponents());
		builders.put("JDK", ClientHttpConnectorBuilder.jdk());
		builders.forEach((name, builder) -> {
			WebClient client = WebClient.builder()
				.baseUrl("http://127.0.0.1:" + server.getAddress().getPort())
				.clientConnector(builder.build())
				.build();
			for (String path : List.of("/plain/small", "/challenge/small", "/challenge/large")) {
				System.out.println(name + ", " + path + ": " + answer(client, path));
			}
		});
		System.exit(0);
	}

	private static String answer(WebClient client, String path) {
		try {
			return client.get()
				.uri(path)
				.exchangeToMono((response) -> response.bodyToMono(String.class)
					.defaultIfEmpty("")
					.map((body) -> response.statusCode().value() + " with " + body.length() + " characters"))
				.block();
		}
		catch (RuntimeException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

}
JAVA
java -cp "$(cat classpath)" Finding.java 2>errors | tee output
cat > expected <<'TEXT'
Reactor Netty, /plain/small: 401 with 100 characters
Reactor Netty, /challenge/small: 401 with 100 characters
Reactor Netty, /challenge/large: 401 with 30000 characters
Jetty, /plain/small: HTTP protocol violation: Authentication challenge without WWW-Authenticate header
Jetty, /challenge/small: 401 with 100 characters
Jetty, /challenge/large: 401 with 0 characters
HttpComponents, /plain/small: 401 with 100 characters
HttpComponents, /challenge/small: 401 with 100 characters
HttpComponents, /challenge/large: 401 with 30000 characters
JDK, /plain/small: 401 with 100 characters
JDK, /challenge/small: 401 with 100 characters
JDK, /challenge/large: 401 with 30000 characters
TEXT
diff expected output >/dev/null || {
  cat errors
  exit 1
}
