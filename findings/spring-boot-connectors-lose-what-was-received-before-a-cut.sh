#!/usr/bin/env bash
# Spring Boot 4.1.0 (Spring Framework 7.0.8, HttpComponents 5.6.1, JDK 17.0.15): a server sends some text, and its connection is lost a second later. A
# subscriber of a WebClient that asks for the text only after that gets the error alone over HttpComponents and over the JDK's client: the text that
# had been received long before is dropped. Reactor Netty and Jetty hand it over, and then the error. Expected: text, then the error, as with a
# subscriber that asks at once.
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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.reactivestreams.Subscription;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.BaseSubscriber;

public class Finding {

	public static void main(String[] args) throws Exception {
		for (boolean late : new boolean[] { false, true }) {
			ask(late, "Reactor Netty", ClientHttpConnectorBuilder.reactor());
			ask(late, "Jetty", ClientHttpConnectorBuilder.jetty());
			ask(late, "HttpComponents", ClientHttpConnectorBuilder.httpComponents());
			ask(late, "JDK", ClientHttpConnectorBuilder.jdk());
		}
		System.exit(0);
	}

	static void ask(boolean late, String what, ClientHttpConnectorBuilder<?> connector) throws Exception {
		ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
		CountDownLatch cut = new CountDownLatch(1);
		new Thread(() -> answer(server, cut)).start();
		StringBuilder text = new StringBuilder();
		StringBuilder end = new StringBuilder();
		CountDownLatch subscribed = new CountDownLatch(1);
		CountDownLatch ended = new CountDownLatch(1);
		BaseSubscriber<DataBuffer> subscriber = new BaseSubscriber<>() {

			@Override
			protected void hookOnSubscribe(Subscription subscription) {
				subscribed.countDown();
			}

			@Override
			protected void hookOnNext(DataBuffer buffer) {
				text.append(buffer.toString(StandardCharsets.UTF_8));
				DataBufferUtils.release(buffer);
			}

			@Override
			protected void hookOnError(Throwable ex) {
				end.append("an error");
				ended.countDown();
			}

			@Override
			protected void hookOnComplete() {
				end.append("completes");
				ended.countDown();
			}

		};
		WebClient.builder()
			.clientConnector(connector.build())
			.build()
			.get()
			.uri("http://localhost:" + server.getLocalPort() + "/")
			.exchangeToFlux((response) -> response.bodyToFlux(DataBuffer.class))
			.subscribe(subscriber);
		subscribed.await();
		if (late) {
			cut.await();
			Thread.sleep(1500);
		}
		subscriber.request(Long.MAX_VALUE);
		ended.await();
		System.out.println((late ? "asks after the cut, " : "asks at once, ") + what + ": text \"" + text + "\", then "
				+ end);
		server.close();
	}

	static void answer(ServerSocket server, CountDownLatch cut) {
		try (Socket socket = server.accept()) {
			socket.getInputStream().read(new byte[10_000]);
			socket.getOutputStream()
				.write("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\nHello".getBytes());
			socket.getOutputStream().flush();
			Thread.sleep(1000);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		cut.countDown();
	}

}
JAVA
javac -parameters -nowarn -d . -cp "$(cat classpath)" Finding.java >errors 2>&1 && timeout 120 java -cp ".:$(cat classpath)" Finding 2>errors >output || cat errors
echo "Spring Boot 4.1.0:"
cat output

cat > expected <<'TEXT'
asks at once, Reactor Netty: text "Hello", then an error
asks at once, Jetty: text "Hello", then an error
asks at once, HttpComponents: text "Hello", then an error
asks at once, JDK: text "Hello", then an error
asks after the cut, Reactor Netty: text "Hello", then an error
asks after the cut, Jetty: text "Hello", then an error
asks after the cut, HttpComponents: text "", then an error
asks after the cut, JDK: text "", then an error
TEXT
diff expected output >/dev/null || {
  echo "It has changed."
  exit 1
}
