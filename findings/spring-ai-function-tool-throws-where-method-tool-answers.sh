#!/usr/bin/env bash
# Spring AI 2.0.0: the arguments "5" are told to the model as an error of that tool if the tool is a method. If it is a
# function, the same arguments end the whole turn with an exception, and the results of other calls are lost.
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
import java.util.List;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.DefaultToolCallingManager;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.support.ToolCallbacks;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.function.FunctionToolCallback;

public class Finding {

	public record City(String name) {
	}

	public static class Methods {

		@Tool(name = "method", description = "Tells the weather")
		public String weather(String city) {
			return "sunny in " + city;
		}

	}

	public static void main(String[] args) {
		run(ToolCallbacks.from(new Methods())[0]);
		run(FunctionToolCallback.builder("function", (City city) -> "sunny in " + city.name())
			.description("Tells the weather")
			.inputType(City.class)
			.build());
	}

	static void run(ToolCallback tool) {
		String name = tool.getToolDefinition().name();
		Prompt prompt = new Prompt(new UserMessage("Hi"), ToolCallingChatOptions.builder().toolCallbacks(tool).build());
		AssistantMessage asks = AssistantMessage.builder()
			.content("")
			.toolCalls(List.of(new AssistantMessage.ToolCall("1", "function", name, "5")))
			.build();
		try {
			List<?> history = DefaultToolCallingManager.builder()
				.build()
				.executeToolCalls(prompt, new ChatResponse(List.of(new Generation(asks))))
				.conversationHistory();
			System.out.println(name + ": told to the model: " + (history.get(history.size() - 1) instanceof ToolResponseMessage));
		}
		catch (RuntimeException ex) {
			System.out.println(name + ": ends the turn with " + ex.getClass().getSimpleName());
		}
	}

}
JAVA
java -cp "$(cat classpath)" Finding.java 2>errors >output || cat errors
echo "Spring AI 2.0.0:"
cat output

cat > expected <<'TEXT'
method: told to the model: true
function: ends the turn with IllegalStateException
TEXT
diff expected output >/dev/null || {
  echo "It has changed."
  exit 1
}
