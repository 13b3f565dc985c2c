#!/usr/bin/env bash
# Spring Boot 4.1.0 (HttpComponents 5.6.1, Jetty 12.1.10): of 150 requests to one server that are under way at once, a WebClient over HttpComponents, as
# Boot's ClientHttpConnectorBuilder makes it, sends 5, and one over Jetty 64. The others wait for these to end, without a word in the log; Reactor
# Netty and the JDK's client send all. Where each request is an answer of a model that takes a minute, the sixth user waits that long.
# Expected: a limit of the same order, as Boot configures all four.
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
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.web.reactive.function.client.WebClient;

public class Finding {

	static final AtomicInteger underWay = new AtomicInteger();

	// No request is answered.
	public static void main(String[] args) throws Exception {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
		server.setExecutor(Executors.newCachedThreadPool());
		server.createContext("/", (exchange) -> {
			underWay.incrementAndGet();
			LockSupport.park();
		});
		server.start();
		String uri = "http://localhost:" + server.getAddress().getPort() + "/";
		ask(uri, "Reactor Netty", ClientHttpConnectorBuilder.reactor());
		ask(uri, "Jetty", ClientHttpConnectorBuilder.jetty());
		ask(uri, "HttpComponents", ClientHttpConnectorBuilder.httpComponents());
		ask(uri, "JDK", ClientHttpConnectorBuilder.jdk());
		System.exit(0);
	}

	static void ask(String uri, String what, ClientHttpConnectorBuilder<?> connector) throws Exception {
		WebClient client = WebClient.builder().clientConnector(connector.build()).build();
		underWay.set(0);
		for (int i = 0; i < 150; i++) {
			client.get().uri(uri).retrieve().bodyToMono(String.class).subscribe();
		}
		// Until no further request has come for two seconds.
		int before;
		do {
			before = underWay.get();
			Thread.sleep(2000);
		}
		while (underWay.get() != before || before == 0);
		System.out.println(what + ": " + before + " of 150 requests are sent while none is answered");
	}

}
JAVA
javac -parameters -nowarn -d . -cp "$(cat classpath)" Finding.java >errors 2>&1 && timeout 120 java -cp ".:$(cat classpath)" Finding 2>errors >output || cat errors
echo "Spring Boot 4.1.0:"
cat output

cat > expected <<'TEXT'
Reactor Netty: 150 of 150 requests are sent while none is answered
Jetty: 64 of 150 requests are sent while none is answered
HttpComponents: 5 of 150 requests are sent while none is answered
JDK: 150 of 150 requests are sent while none is answered
TEXT
diff expected output >/dev/null || {
  echo "It has changed."
  exit 1
}
