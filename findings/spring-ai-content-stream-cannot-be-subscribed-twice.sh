#!/usr/bin/env bash
# Spring AI 2.0.0: the Flux of ChatClient's stream().content() can be subscribed to once. A second subscription, as
# Reactor's retry makes it, fails because the chain of advisors is used up.
# A tool advisor copies the rest of the chain, so that a second subscription then asks the model without the advisors
# before it, in silence, and the third fails: AnswersTests of samples/guides shows it.
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
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;

public class Finding {

	public static void main(String[] args) {
		ChatModel model = new ChatModel() {

			@Override
			public ChatResponse call(Prompt prompt) {
				return new ChatResponse(List.of(new Generation(new AssistantMessage("Hello"))));
			}

			@Override
			public Flux<ChatResponse> stream(Prompt prompt) {
				return Flux.defer(() -> Flux.just(call(prompt)));
			}

			@Override
			public ChatOptions getOptions() {
				return ChatOptions.builder().build();
			}

		};
		Flux<String> content = ChatClient.create(model).prompt("Hi").stream().content();
		System.out.println("first: " + content.collectList().block());
		try {
			System.out.println("second: " + content.collectList().block());
		}
		catch (IllegalStateException ex) {
			System.out.println("second: " + ex.getMessage());
		}
	}

}
JAVA
java -cp "$(cat classpath)" Finding.java 2>errors >output || cat errors
echo "Spring AI 2.0.0:"
cat output

cat > expected <<'TEXT'
first: [Hello]
second: No StreamAdvisors available to execute
TEXT
diff expected output >/dev/null || {
  echo "It has changed."
  exit 1
}
