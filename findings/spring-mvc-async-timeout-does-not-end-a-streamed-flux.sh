#!/usr/bin/env bash
# Spring Boot 4.1.0, Spring MVC 7.0.8: spring.mvc.async.request-timeout ends a Mono with 503, and does not end a Flux of
# server-sent events. A stream that has gone silent stays open, six times as long as the timeout and longer.
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
  <parent>
    <groupId>org.springframework.boot</groupId>
    <artifactId>spring-boot-starter-parent</artifactId>
    <version>4.1.0</version>
    <relativePath/>
  </parent>
  <dependencies>
    <dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-webmvc</artifactId></dependency>
    <dependency><groupId>io.projectreactor</groupId><artifactId>reactor-core</artifactId></dependency>
  </dependencies>
</project>
POM
mvn -q -B dependency:build-classpath -Dmdep.outputFile=classpath >maven.log 2>&1 || {
  cat maven.log
  exit 2
}

cat > Finding.java <<'JAVA'
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@EnableAutoConfiguration
@RestController
public class Finding {

	@GetMapping("/mono")
	Mono<String> mono() {
		return Mono.never();
	}

	@GetMapping(path = "/flux", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<String> flux() {
		return Flux.concat(Flux.just("first"), Flux.never());
	}

	public static void main(String[] args) throws Exception {
		var context = SpringApplication.run(Finding.class, "--server.port=0", "--spring.main.banner-mode=off",
				"--logging.level.root=error", "--spring.mvc.async.request-timeout=1s");
		String port = context.getEnvironment().getProperty("local.server.port");
		show("Mono", "http://localhost:" + port + "/mono");
		show("Flux", "http://localhost:" + port + "/flux");
		Runtime.getRuntime().halt(0);
	}

	static void show(String name, String uri) throws Exception {
		HttpURLConnection connection = (HttpURLConnection) URI.create(uri).toURL().openConnection();
		connection.setReadTimeout(6000);
		StringBuilder seen = new StringBuilder(name + ": " + connection.getResponseCode());
		if (connection.getResponseCode() == 200) {
			try (BufferedReader lines = new BufferedReader(new InputStreamReader(connection.getInputStream()))) {
				for (String line = lines.readLine(); line != null; line = lines.readLine()) {
					seen.append(line.isEmpty() ? "" : ", " + line);
				}
				seen.append(", then the end");
			}
			catch (SocketTimeoutException ex) {
				seen.append(", then nothing for 6 s, and no end");
			}
		}
		System.out.println(seen);
	}

}
JAVA
java -cp "$(cat classpath)" Finding.java 2>errors >output || cat errors
echo "Spring Boot 4.1.0, spring.mvc.async.request-timeout=1s:"
cat output

cat > expected <<'TEXT'
Mono: 503
Flux: 200, data:first, then nothing for 6 s, and no end
TEXT
diff expected output >/dev/null || {
  echo "It has changed."
  exit 1
}
