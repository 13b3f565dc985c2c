#!/usr/bin/env bash
# Spring AI 2.0.0: ChatClient.Builder.build() hands its own state to the client. A builder that goes on, to build a second client with another
# system text and more tools, changes the first client as well: text is replaced, tools and advisors add up. In Spring Boot each injected
# builder is a new one, so it shows where one class builds two clients. A clone() of the builder keeps them apart. Expected: a client stays
# as it was built, as with other builders of Spring.
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
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.function.FunctionToolCallback;

import java.util.List;
import java.util.function.Supplier;

public class Finding {

	static class Model implements ChatModel {

		@Override
		public ChatOptions getOptions() {
			return ToolCallingChatOptions.builder().build();
		}

		@Override
		public ChatResponse call(Prompt prompt) {
			String asked = prompt.getSystemMessage().getText() + ", tools "
					+ ((ToolCallingChatOptions) prompt.getOptions()).getToolCallbacks()
						.stream()
						.map((tool) -> tool.getToolDefinition().name())
						.sorted()
						.toList();
			return new ChatResponse(List.of(new Generation(new AssistantMessage(asked))));
		}

	}

	public static void main(String[] args) {
		ChatClient.Builder builder = ChatClient.builder(new Model());
		ChatClient visitors = builder.defaultSystem("You serve visitors").defaultTools(tool("find")).build();
		System.out.println("first client: " + visitors.prompt("Hi").call().content());
		ChatClient staff = builder.defaultSystem("You serve staff").defaultTools(tool("delete")).build();
		System.out.println("second client: " + staff.prompt("Hi").call().content());
		System.out.println("first client then: " + visitors.prompt("Hi").call().content());
		builder = ChatClient.builder(new Model()).defaultSystem("You serve visitors").defaultTools(tool("find"));
		visitors = builder.build();
		builder.clone().defaultSystem("You serve staff").defaultTools(tool("delete")).build();
		System.out.println("first client, with clone(): " + visitors.prompt("Hi").call().content());
	}

	static Object tool(String name) {
		return FunctionToolCallback.builder(name, (Supplier<String>) () -> "").description(name).inputType(Void.class).build();
	}

}
JAVA
javac -parameters -nowarn -d . -cp "$(cat classpath)" Finding.java >errors 2>&1 && java -cp ".:$(cat classpath)" Finding 2>errors >output || cat errors
echo "Spring AI 2.0.0:"
cat output

cat > expected <<'TEXT'
first client: You serve visitors, tools [find]
second client: You serve staff, tools [delete, find]
first client then: You serve staff, tools [delete, find]
first client, with clone(): You serve visitors, tools [find]
TEXT
diff expected output >/dev/null || {
  echo "It has changed."
  exit 1
}
