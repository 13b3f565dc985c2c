#!/usr/bin/env bash
# Spring AI 2.0.1: a tool may be called 40 times in a turn. The behaviour at that limit is called THROW, and there is a ToolCallLimitExceededException,
# but ChatClient throws nothing: content() is a sentence about the limit, which a user reads as the model's answer. Only the finish reason tells,
# toolCallLimitExceeded. The same in a stream, behind the text so far.
# Expected: the exception.
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
    <dependency><groupId>org.springframework.ai</groupId><artifactId>spring-ai-client-chat</artifactId><version>2.0.1</version></dependency>
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
import java.util.function.Supplier;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.function.FunctionToolCallback;
import reactor.core.publisher.Flux;

public class Finding {

	// Reads one page after the other, and would answer after the 60th.
	static class Model implements ChatModel {

		private int pages;

		@Override
		public ChatOptions getOptions() {
			return ToolCallingChatOptions.builder().build();
		}

		@Override
		public ChatResponse call(Prompt prompt) {
			AssistantMessage message = (this.pages++ < 60)
					? AssistantMessage.builder()
						.content("")
						.toolCalls(List.of(new AssistantMessage.ToolCall("1", "function", "page", "{}")))
						.build()
					: new AssistantMessage("All 60 pages are read.");
			return new ChatResponse(List.of(new Generation(message)));
		}

		@Override
		public Flux<ChatResponse> stream(Prompt prompt) {
			return Flux.defer(() -> Flux.just(call(prompt)));
		}

	}

	public static void main(String[] args) {
		Generation answer = ask().call().chatResponse().getResult();
		System.out.println("call: " + answer.getOutput().getText());
		System.out.println("finish reason: " + answer.getMetadata().getFinishReason());
		System.out.println("stream: " + String.join("", ask().stream().content().collectList().block()));
	}

	static ChatClient.ChatClientRequestSpec ask() {
		return ChatClient.create(new Model())
			.prompt("Read all pages.")
			.tools(FunctionToolCallback.builder("page", (Supplier<String>) () -> "a page")
				.description("Reads the next page")
				.inputType(Void.class)
				.build());
	}

}
JAVA
javac -parameters -nowarn -d . -cp "$(cat classpath)" Finding.java >errors 2>&1 && java -cp ".:$(cat classpath)" Finding 2>errors >output || cat errors
echo "Spring AI 2.0.1, a model that reads 60 pages by a tool:"
cat output

cat > expected <<'TEXT'
call: Tool call limit (40) exceeded for tool 'page'. No further calls to this tool are allowed in this turn.
finish reason: toolCallLimitExceeded
stream: Tool call limit (40) exceeded for tool 'page'. No further calls to this tool are allowed in this turn.
TEXT
diff expected output >/dev/null || {
  echo "It has changed."
  exit 1
}
