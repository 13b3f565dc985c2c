#!/usr/bin/env bash
# Spring AI 2.0.0: StructuredOutputValidationAdvisor, which is to ask again where an answer is not valid JSON of the
# type, accepts JSON with words behind it. ChatClient's entity() then fails with that answer, and nothing is asked again.
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
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.StructuredOutputValidationAdvisor;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;

public class Finding {

	public record City(String name) {
	}

	public static void main(String[] args) {
		for (String first : List.of("The city is Rome.", "{\"name\":\"Rome\"} I hope this helps!")) {
			AtomicInteger asked = new AtomicInteger();
			ChatModel model = new ChatModel() {

				@Override
				public ChatResponse call(Prompt prompt) {
					String answer = (asked.getAndIncrement() == 0) ? first : "{\"name\":\"Rome\"}";
					return new ChatResponse(List.of(new Generation(new AssistantMessage(answer))));
				}

				@Override
				public ChatOptions getOptions() {
					return ChatOptions.builder().build();
				}

			};
			String result;
			try {
				result = ChatClient.create(model)
					.prompt("Which city?")
					.advisors(StructuredOutputValidationAdvisor.builder().outputType(City.class).build())
					.call()
					.entity(City.class)
					.toString();
			}
			catch (RuntimeException ex) {
				result = ex.getClass().getSimpleName();
			}
			System.out.println(first + " -> " + result + ", asked " + asked + "x");
		}
	}

}
JAVA
java -cp "$(cat classpath)" Finding.java 2>errors >output || cat errors
echo "Spring AI 2.0.0:"
cat output

cat > expected <<'TEXT'
The city is Rome. -> City[name=Rome], asked 2x
{"name":"Rome"} I hope this helps! -> StreamReadException, asked 1x
TEXT
diff expected output >/dev/null || {
  echo "It has changed."
  exit 1
}
