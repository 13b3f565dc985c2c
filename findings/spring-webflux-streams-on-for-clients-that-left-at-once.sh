#!/usr/bin/env bash
# Spring WebFlux 7.0.8 on Reactor Netty 1.3.6 (Spring Boot 4.1.0): the stream of a client that has closed its connection right after its request may run
# on for ever. ChannelSendOperator subscribes to the stream and waits for its first piece; only then does Reactor Netty look at the connection, and fails the write without
# subscribing. The failure cancels nothing, so a model goes on for nobody. spring-framework#22720 (2019) was about the piece that is kept meanwhile.
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
    <dependency><groupId>org.springframework</groupId><artifactId>spring-webflux</artifactId><version>7.0.8</version></dependency>
    <dependency><groupId>org.springframework</groupId><artifactId>spring-context</artifactId><version>7.0.8</version></dependency>
    <dependency><groupId>io.projectreactor.netty</groupId><artifactId>reactor-netty-http</artifactId><version>1.3.6</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
mvn -q -B dependency:build-classpath -Dmdep.outputFile=classpath >maven.log 2>&1 || { cat maven.log; exit 2; }

cat > Finding.java <<'JAVA'
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

public class Finding {

	public static void main(String[] args) throws Exception {
		Logger.getLogger("").setLevel(Level.OFF);
		AtomicInteger running = new AtomicInteger();
		Flux<String> answer = Flux.interval(Duration.ZERO, Duration.ofMillis(10)).onBackpressureDrop().map((tick) -> "word")
			.doOnSubscribe((subscription) -> running.incrementAndGet())
			.doFinally((signal) -> running.decrementAndGet());
		var route = RouterFunctions.route()
			.GET("/", (request) -> ServerResponse.ok().contentType(MediaType.TEXT_EVENT_STREAM).body(answer, String.class))
			.build();
		DisposableServer server = HttpServer.create().host("127.0.0.1").port(0)
			.handle(new ReactorHttpHandlerAdapter(RouterFunctions.toHttpHandler(route)))
			.bindNow();
		for (int i = 0; i < 500; i++) {
			try (Socket socket = new Socket("127.0.0.1", server.port())) {
				socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			}
		}
		Thread.sleep(5_000);
		System.err.println(running);
		System.out.println("All 500 clients have gone. Streams that still run after 5 s: " + ((running.get() > 0) ? "some" : "none"));
		System.exit(0);
	}

}
JAVA
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
"$java" -cp "$(cat classpath)" Finding.java 2>counts.txt > output.txt
cat output.txt counts.txt
[ "$(cat output.txt)" = "All 500 clients have gone. Streams that still run after 5 s: some" ] || exit 1
