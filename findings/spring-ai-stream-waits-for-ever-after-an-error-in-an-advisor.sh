#!/usr/bin/env bash
# Spring AI 2.0.0: where an operator of an application's StreamAdvisor throws a LinkageError, such as NoClassDefFoundError, ChatClient's stream never ends: block()
# waits for ever. An exception fails the stream, and so does the same Error where no ChatClient is: Reactor rethrows such an Error instead of signalling it,
# and ChatModelStreamAdvisor's publishOn(boundedElastic) throws it on a thread where nobody but the log hears it.
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
    <dependency><groupId>org.springframework.ai</groupId><artifactId>spring-ai-client-chat</artifactId><version>2.0.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
mvn -q -B dependency:build-classpath -Dmdep.outputFile=classpath >maven.log 2>&1 || {
  cat maven.log
  exit 2
}

cat > Finding.java <<'JAVA'
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;

public class Finding {

	record Watching(Consumer<Object> watcher) implements StreamAdvisor {

		@Override
		public String getName() {
			return "watching";
		}

		@Override
		public int getOrder() {
			return 0;
		}

		@Override
		public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
			return chain.nextStream(request).doOnNext(this.watcher);
		}

	}

	public static void main(String[] args) throws Exception {
		ChatModel model = new ChatModel() {

			@Override
			public ChatResponse call(Prompt prompt) {
				throw new UnsupportedOperationException();
			}

			@Override
			public Flux<ChatResponse> stream(Prompt prompt) {
				return Flux.just("Hello ", "world")
					.map((text) -> new ChatResponse(List.of(new Generation(new AssistantMessage(text)))));
			}

		};
		Consumer<Object> nothing = (piece) -> {
		};
		Consumer<Object> exception = (piece) -> {
			throw new IllegalStateException("no");
		};
		Consumer<Object> error = (piece) -> {
			throw new NoClassDefFoundError("no");
		};
		System.out.println("nothing thrown: " + end(asked(model, nothing)));
		System.out.println("an exception: " + end(asked(model, exception)));
		System.out.println("an Error: " + end(asked(model, error)));
		System.out.println("an Error without ChatClient: " + end(model.stream(new Prompt("Hi")).doOnNext(error)));
		System.exit(0);
	}

	private static Flux<?> asked(ChatModel model, Consumer<Object> watcher) {
		return ChatClient.builder(model).defaultAdvisors(new Watching(watcher)).build().prompt("Hi").stream().content();
	}

	private static String end(Flux<?> stream) throws Exception {
		CompletableFuture<String> end = new CompletableFuture<>();
		Thread asking = new Thread(() -> {
			try {
				end.complete(stream.collectList().block().size() + " pieces");
			}
			catch (Throwable ex) {
				end.complete(ex.getClass().getSimpleName());
			}
		});
		asking.setDaemon(true);
		asking.start();
		try {
			return end.get(10, TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			return "no end after 10 s";
		}
	}

}
JAVA
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "$(cat classpath)" Finding.java 2>/dev/null > output.txt
cat output.txt
expected='nothing thrown: 2 pieces
an exception: IllegalStateException
an Error: no end after 10 s
an Error without ChatClient: NoClassDefFoundError'
[ "$(cat output.txt)" = "$expected" ] || exit 1
