#!/usr/bin/env bash
# Spring AI 2.0.0: @ToolParam(required = false) int limit is optional in the schema of a tool. If the model leaves it out, the whole turn ends with an
# exception, for a method an IllegalArgumentException without a message. The results of other tools are lost, and the model is told nothing. A
# parameter of a method is set to null, and Jackson 3 refuses null for the int of a record. Integer works for both.
# Expected: 0, or an error that the model is told.
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
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
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
import org.springframework.ai.tool.annotation.ToolParam;
import org.springframework.ai.tool.function.FunctionToolCallback;

public class Finding {

	public record Search(String words, @ToolParam(required = false) int limit) {
	}

	public record BoxedSearch(String words, @ToolParam(required = false) Integer limit) {
	}

	public static class Methods {

		@Tool(name = "method", description = "Searches")
		public String search(String words, @ToolParam(required = false) int limit) {
			return words + ", limit " + limit;
		}

		@Tool(name = "boxed-method", description = "Searches")
		public String boxedSearch(String words, @ToolParam(required = false) Integer limit) {
			return words + ", limit " + limit;
		}

	}

	public static void main(String[] args) {
		Stream.of(ToolCallbacks.from(new Methods()))
			.sorted(Comparator.comparing((tool) -> tool.getToolDefinition().name()))
			.forEach(Finding::run);
		run(FunctionToolCallback.builder("function", (Search search) -> search.words() + ", limit " + search.limit())
			.description("Searches")
			.inputType(Search.class)
			.build());
		run(FunctionToolCallback
			.builder("boxed-function", (BoxedSearch search) -> search.words() + ", limit " + search.limit())
			.description("Searches")
			.inputType(BoxedSearch.class)
			.build());
	}

	static void run(ToolCallback tool) {
		String arguments = "{\"words\":\"bicycle\"}";
		String name = tool.getToolDefinition().name();
		Prompt prompt = new Prompt(new UserMessage("Hi"), ToolCallingChatOptions.builder().toolCallbacks(tool).build());
		AssistantMessage asks = AssistantMessage.builder()
			.content("")
			.toolCalls(List.of(new AssistantMessage.ToolCall("1", "function", name, arguments)))
			.build();
		String required = tool.getToolDefinition().inputSchema().replaceAll("\\s+", "").replaceAll(".*\"required\":([^]]*]).*", "$1");
		String what = name + ", required " + required + ", given " + arguments + ": ";
		try {
			List<?> history = DefaultToolCallingManager.builder()
				.build()
				.executeToolCalls(prompt, new ChatResponse(List.of(new Generation(asks))))
				.conversationHistory();
			System.out.println(what + ((ToolResponseMessage) history.get(history.size() - 1)).getResponses().get(0).responseData());
		}
		catch (RuntimeException ex) {
			System.out.println(what + "the turn ends with " + ex.getClass().getSimpleName());
		}
	}

}
JAVA
javac -parameters -nowarn -d . -cp "$(cat classpath)" Finding.java >errors 2>&1 && java -cp ".:$(cat classpath)" Finding 2>errors >output || cat errors
echo "Spring AI 2.0.0:"
cat output

cat > expected <<'TEXT'
boxed-method, required ["words"], given {"words":"bicycle"}: "bicycle, limit null"
method, required ["words"], given {"words":"bicycle"}: the turn ends with IllegalArgumentException
function, required ["words"], given {"words":"bicycle"}: the turn ends with IllegalStateException
boxed-function, required ["words"], given {"words":"bicycle"}: "bicycle, limit null"
TEXT
diff expected output >/dev/null || {
  echo "It has changed."
  exit 1
}
