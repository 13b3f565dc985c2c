#!/usr/bin/env bash
# Spring Boot 4.1.0 (Spring Framework 7.0.8, Jetty 12.1.10, HttpComponents 5.6.1): of the four clients that Boot's
# ClientHttpConnectorBuilder makes for a WebClient, two keep the cookies of a server and send them with every later request, on behalf
# of whoever asks: Jetty's and HttpComponents'. Reactor Netty's and the JDK's send none. A WebClient is shared by all users of an
# application, so that a server's session of one user becomes that of the next.
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
import java.util.Map;

import com.sun.net.httpserver.HttpServer;

import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.web.reactive.function.client.WebClient;

public class Finding {

	public static void main(String[] args) throws Exception {
		HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
		server.createContext("/", (exchange) -> {
			String cookie = exchange.getRequestHeaders().getFirst("Cookie");
			exchange.getResponseHeaders().add("Set-Cookie", "session=first-user; Path=/");
			byte[] body = ((cookie != null) ? cookie : "no cookie").getBytes();
			exchange.sendResponseHeaders(200, body.length);
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
			client.get().retrieve().bodyToMono(String.class).block();
			System.out.println(name + ": " + client.get().retrieve().bodyToMono(String.class).block());
		});
		System.exit(0);
	}

}
JAVA
java -cp "$(cat classpath)" Finding.java 2>errors | tee output
expected='Reactor Netty: no cookie
Jetty: session=first-user
HttpComponents: session=first-user
JDK: no cookie'
[ "$(cat output)" = "$expected" ] || {
  cat errors
  exit 1
}
