#!/usr/bin/env bash
# Spring AI 2.0.0: where a model calls tools, ChatClient asks it once for each round. The usage of the response, call() and stream(), is that of the last
# request alone, and the tokens of the rounds before are in no response that the caller gets. Whoever adds up costs from it counts too few.
# Expected: the sum, or each response with its own.
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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.function.FunctionToolCallback;
import reactor.core.publisher.Flux;

public class Finding {

	// Calls the tool for 1,000 tokens, then again for 2,000, and answers for 30.
	static class Model implements ChatModel {

		private final List<Integer> tokens = new ArrayList<>(List.of(1000, 2000, 30));

		@Override
		public ChatOptions getOptions() {
			return ToolCallingChatOptions.builder().build();
		}

		@Override
		public ChatResponse call(Prompt prompt) {
			AssistantMessage message = (this.tokens.size() > 1)
					? AssistantMessage.builder()
						.content("")
						.toolCalls(List.of(new AssistantMessage.ToolCall("1", "function", "weather", "{}")))
						.build()
					: new AssistantMessage("It is sunny.");
			return new ChatResponse(List.of(new Generation(message)),
					ChatResponseMetadata.builder().usage(new DefaultUsage(this.tokens.remove(0), 1)).build());
		}

		@Override
		public Flux<ChatResponse> stream(Prompt prompt) {
			return Flux.defer(() -> Flux.just(call(prompt)));
		}

	}

	public static void main(String[] args) {
		System.out.println("call: prompt tokens " + tokens(List.of(ask().call().chatResponse())));
		System.out.println("stream: prompt tokens " + tokens(ask().stream().chatResponse().collectList().block()));
	}

	static ChatClient.ChatClientRequestSpec ask() {
		return ChatClient.create(new Model())
			.prompt("How is the weather?")
			.tools(FunctionToolCallback.builder("weather", (Supplier<String>) () -> "sunny")
				.description("Tells the weather")
				.inputType(Void.class)
				.build());
	}

	static List<Integer> tokens(List<ChatResponse> responses) {
		return responses.stream().map((response) -> response.getMetadata().getUsage()).map(Usage::getPromptTokens).toList();
	}

}
JAVA
javac -parameters -nowarn -d . -cp "$(cat classpath)" Finding.java >errors 2>&1 && java -cp ".:$(cat classpath)" Finding 2>errors >output || cat errors
echo "Spring AI 2.0.0, a model that is asked three times, for 1000, 2000 and 30 tokens:"
cat output

cat > expected <<'TEXT'
call: prompt tokens [30]
stream: prompt tokens [30]
TEXT
diff expected output >/dev/null || {
  echo "It has changed."
  exit 1
}
