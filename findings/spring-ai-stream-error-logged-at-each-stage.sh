#!/usr/bin/env bash
# Spring AI 2.0.0: one failed stream of a ChatClient is logged once for each stage that it passes, each time with its
# stack trace, although the subscriber is told of the failure. With chat memory and tools that is six times.
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
    <dependency><groupId>ch.qos.logback</groupId><artifactId>logback-classic</artifactId><version>1.5.20</version></dependency>
  </dependencies>
</project>
POM
mvn -q -B dependency:build-classpath -Dmdep.outputFile=classpath >maven.log 2>&1 || {
  cat maven.log
  exit 2
}

cat > Finding.java <<'JAVA'
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.slf4j.LoggerFactory;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.function.FunctionToolCallback;
import reactor.core.publisher.Flux;

public class Finding {

	public static void main(String[] args) {
		Logger root = (Logger) LoggerFactory.getLogger("ROOT");
		root.detachAndStopAllAppenders();
		ListAppender<ILoggingEvent> events = new ListAppender<>();
		events.start();
		root.addAppender(events);
		ChatModel broken = new ChatModel() {

			@Override
			public ChatResponse call(Prompt prompt) {
				throw new IllegalStateException("broken");
			}

			@Override
			public Flux<ChatResponse> stream(Prompt prompt) {
				return Flux.error(new IllegalStateException("broken"));
			}

			@Override
			public ChatOptions getOptions() {
				return ToolCallingChatOptions.builder().build();
			}

		};
		ChatClient client = ChatClient.builder(broken)
			.defaultAdvisors(MessageChatMemoryAdvisor.builder(MessageWindowChatMemory.builder().build()).build())
			.build();
		String told = client.prompt("Hi")
			.advisors((advisor) -> advisor.param(ChatMemory.CONVERSATION_ID, "c1"))
			.tools(FunctionToolCallback.builder("time", () -> "noon").description("Tells the time").build())
			.stream()
			.content()
			.onErrorResume((ex) -> Flux.just("the subscriber is told: " + ex.getMessage()))
			.blockLast();
		System.out.println(told);
		System.out.println("traces: " + events.list.stream().filter((event) -> event.getThrowableProxy() != null).count());
	}

}
JAVA
java -cp "$(cat classpath)" Finding.java 2>errors >output || cat errors
echo "Spring AI 2.0.0:"
cat output

cat > expected <<'TEXT'
the subscriber is told: broken
traces: 6
TEXT
diff expected output >/dev/null || {
  echo "It has changed."
  exit 1
}
