#!/usr/bin/env bash
# Spring Boot 4.1.0: a WebClient that asks for Accept-Encoding: identity and gets gzip all the same reads text with the
# connector that Boot builds for Reactor Netty, which has removed Content-Encoding, and compressed bytes with that for the
# JDK's client.
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
    <dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-http-client</artifactId><version>4.1.0</version></dependency>
    <dependency><groupId>org.springframework</groupId><artifactId>spring-webflux</artifactId><version>7.0.8</version></dependency>
    <dependency><groupId>io.projectreactor.netty</groupId><artifactId>reactor-netty-http</artifactId><version>1.3.6</version></dependency>
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
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.zip.GZIPOutputStream;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.web.reactive.function.client.WebClient;

public class Finding {

	public static void main(String[] args) throws Exception {
		ByteArrayOutputStream zipped = new ByteArrayOutputStream();
		try (OutputStream out = new GZIPOutputStream(zipped)) {
			out.write("Hello".getBytes());
		}
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			exchange.getResponseHeaders().set("Content-Encoding", "gzip");
			exchange.sendResponseHeaders(200, zipped.size());
			exchange.getResponseBody().write(zipped.toByteArray());
			exchange.close();
		});
		server.start();
		String uri = "http://localhost:" + server.getAddress().getPort() + "/";
		show("Reactor Netty", uri, ClientHttpConnectorBuilder.reactor());
		show("JDK", uri, ClientHttpConnectorBuilder.jdk());
		server.stop(0);
		System.exit(0);
	}

	static void show(String name, String uri, ClientHttpConnectorBuilder<?> connector) {
		System.out.println(name + ": " + WebClient.builder()
			.clientConnector(connector.build())
			.build()
			.get()
			.uri(uri)
			.header("Accept-Encoding", "identity")
			.exchangeToMono((response) -> response.bodyToMono(byte[].class)
				.map((body) -> (body[0] == 'H' ? "text" : "compressed bytes") + ", Content-Encoding: "
						+ response.headers().header("Content-Encoding")))
			.block());
	}

}
JAVA
java -cp "$(cat classpath)" Finding.java 2>errors >output || cat errors
echo "Spring Boot 4.1.0:"
cat output

cat > expected <<'TEXT'
Reactor Netty: text, Content-Encoding: []
JDK: compressed bytes, Content-Encoding: [gzip]
TEXT
diff expected output >/dev/null || {
  echo "It has changed."
  exit 1
}
