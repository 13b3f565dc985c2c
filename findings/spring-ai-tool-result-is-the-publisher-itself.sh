#!/usr/bin/env bash
# Spring AI 2.0.0: a @Tool method may return a Mono, a Flux or a CompletableFuture. Nothing refuses it, and nothing waits for its value or
# subscribes to it. The model is told the properties of the object itself, such as {"scanAvailable":true}, as the result of the tool, and
# the work behind a Mono is never done. Expected: the value, or an error.
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
    <dependency><groupId>org.springframework.ai</groupId><artifactId>spring-ai-model</artifactId><version>2.0.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
mvn -q -B dependency:build-classpath -Dmdep.outputFile=classpath >maven.log 2>&1 || {
  cat maven.log
  exit 2
}

cat > Finding.java <<'JAVA'
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import org.springframework.ai.support.ToolCallbacks;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.annotation.Tool;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

public class Finding {

	static boolean done;

	public static class Orders {

		@Tool(description = "Cancels an order")
		public Mono<String> mono(String order) {
			return Mono.fromCallable(() -> {
				done = true;
				return order + " is cancelled";
			});
		}

		@Tool(description = "Lists the positions of an order")
		public Flux<String> flux(String order) {
			return Flux.just("bicycle", "bell");
		}

		@Tool(description = "Finds an order")
		public CompletableFuture<String> future(String order) {
			return CompletableFuture.completedFuture("found");
		}

		@Tool(description = "Says something about an order")
		public String text(String order) {
			return "found";
		}

	}

	public static void main(String[] args) {
		ToolCallback[] tools = ToolCallbacks.from(new Orders());
		Arrays.sort(tools, Comparator.comparing((tool) -> tool.getToolDefinition().name()));
		for (ToolCallback tool : tools) {
			System.out.println(tool.getToolDefinition().name() + ": " + tool.call("{\"order\":\"A-1042\"}"));
		}
		System.out.println("The Mono was subscribed to: " + done);
	}

}
JAVA
javac -parameters -nowarn -d . -cp "$(cat classpath)" Finding.java >errors 2>&1 && java -cp ".:$(cat classpath)" Finding 2>errors >output || cat errors
echo "Spring AI 2.0.0:"
cat output

cat > expected <<'TEXT'
flux: {"prefetch":-1,"scanAvailable":true}
future: {"cancelled":false,"completedExceptionally":false,"done":true,"numberOfDependents":0}
mono: {"scanAvailable":true}
text: "found"
The Mono was subscribed to: false
TEXT
diff expected output >/dev/null || {
  echo "It has changed."
  exit 1
}
