#!/usr/bin/env bash
# Reactor Netty 1.3.6 (Spring Boot 4.1.0): a server, and so a WebFlux application, answers a request of HTTP/1.0 with HTTP/1.1 and, where the
# length is not known, in chunks. RFC 9112 (section 6.1) says that a server must not send chunks to such a request: a client that knows only
# HTTP/1.0 reads their sizes as a part of a streamed chat answer. Tomcat 11.0.22 sends such an answer without chunks and ends it with the connection.
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
    <dependency><groupId>io.projectreactor.netty</groupId><artifactId>reactor-netty-http</artifactId><version>1.3.6</version></dependency>
    <dependency><groupId>org.apache.tomcat.embed</groupId><artifactId>tomcat-embed-core</artifactId><version>11.0.22</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
mvn -q -B dependency:build-classpath -Dmdep.outputFile=classpath >maven.log 2>&1 || { cat maven.log; exit 2; }

cat > Finding.java <<'JAVA'
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.netty.buffer.Unpooled;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

public class Finding {

	public static void main(String[] args) throws Exception {
		Logger.getLogger("").setLevel(Level.OFF);
		DisposableServer netty = HttpServer.create().host("127.0.0.1").port(0)
			.handle((request, response) -> response.header("Content-Type", "text/event-stream")
				.sendGroups(Flux.just("data: One\n\n", "data: two\n\n")
					.map((text) -> Unpooled.copiedBuffer(text, StandardCharsets.UTF_8)).map(Mono::just)))
			.bindNow();
		show("Reactor Netty", netty.port());
		netty.disposeNow();

		Tomcat tomcat = new Tomcat();
		tomcat.setBaseDir(args[0]);
		tomcat.setPort(0);
		Context context = tomcat.addContext("", args[0]);
		Tomcat.addServlet(context, "stream", new HttpServlet() {
			@Override
			protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
				response.setContentType("text/event-stream");
				for (String text : List.of("data: One\n\n", "data: two\n\n")) {
					response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
					response.flushBuffer();
				}
			}
		});
		context.addServletMappingDecoded("/", "stream");
		tomcat.start();
		show("Tomcat", tomcat.getConnector().getLocalPort());
		tomcat.stop();
		System.exit(0);
	}

	private static void show(String server, int port) throws Exception {
		try (Socket socket = new Socket("127.0.0.1", port)) {
			socket.setSoTimeout(10_000);
			socket.getOutputStream().write("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			String[] parts = answer.split("\r\n\r\n", 2);
			boolean chunked = parts[0].toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked");
			System.out.println(server + ": " + parts[0].lines().findFirst().orElse("") + ", chunked " + chunked + ", a reader without chunks reads '"
					+ parts[1].replace("\r\n", "|").replace("\n", " ") + "'");
		}
	}

}
JAVA
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
"$java" -cp "$(cat classpath)" Finding.java "$folder" 2>/dev/null > output.txt
cat output.txt
expected="Reactor Netty: HTTP/1.1 200 OK, chunked true, a reader without chunks reads 'b|data: One  |b|data: two  |0||'
Tomcat: HTTP/1.1 200 , chunked false, a reader without chunks reads 'data: One  data: two  '"
[ "$(cat output.txt)" = "$expected" ] || exit 1
