#!/usr/bin/env bash
# Koog 1.1.1 (ai.koog:prompt-executor-openai-client-jvm): LLMClient has methods for Java, which wait for the answer. Where the server refuses, they throw
# LLMClientException, a checked exception that they do not declare: catch (RuntimeException) does not catch it, and javac refuses
# catch (LLMClientException) as "never thrown". Only catch (Exception) is left. Clients of OpenAI for Java throw unchecked ones.
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
    <dependency><groupId>ai.koog</groupId><artifactId>prompt-executor-openai-client-jvm</artifactId><version>1.1.1</version></dependency>
    <dependency><groupId>ai.koog</groupId><artifactId>http-client-ktor-jvm</artifactId><version>1.1.1</version></dependency>
    <dependency><groupId>io.ktor</groupId><artifactId>ktor-client-cio-jvm</artifactId><version>3.3.3</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
mvn -q -B dependency:build-classpath -Dmdep.outputFile=classpath >maven.log 2>&1 || {
  cat maven.log
  exit 2
}

java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
javac="${JAVA_HOME:+$JAVA_HOME/bin/}javac"

cat > Finding.java <<'JAVA'
import ai.koog.http.client.ktor.KtorKoogHttpClient;
import ai.koog.prompt.Prompt;
import ai.koog.prompt.executor.clients.ConnectionTimeoutConfig;
import ai.koog.prompt.executor.clients.LLMClient;
import ai.koog.prompt.executor.clients.LLMClientException;
import ai.koog.prompt.executor.clients.openai.OpenAIClientSettings;
import ai.koog.prompt.executor.clients.openai.OpenAILLMClient;
import ai.koog.prompt.llm.LLMCapability;
import ai.koog.prompt.llm.LLMProvider;
import ai.koog.prompt.llm.LLModel;
import ai.koog.prompt.message.Message;
import ai.koog.prompt.message.RequestMetaInfo;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

public class Finding {

	public static void main(String[] args) throws Exception {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			exchange.getRequestBody().readAllBytes();
			exchange.sendResponseHeaders(401, -1);
			exchange.close();
		});
		server.start();
		LLMClient client = new OpenAILLMClient("none", new OpenAIClientSettings("http://localhost:" + server.getAddress().getPort(),
				new ConnectionTimeoutConfig(), "chat/completions", "responses", "embeddings", "moderations", "models"),
				new KtorKoogHttpClient.Factory());
		LLModel model = new LLModel(LLMProvider.OpenAI, "any",
				List.of(LLMCapability.Completion.INSTANCE, LLMCapability.OpenAIEndpoint.Completions.INSTANCE));
		Prompt prompt = new Prompt(List.of(new Message.User("Hello", RequestMetaInfo.Companion.getEmpty())), "hello");
		try {
			try {
				client.execute(prompt, model, List.of());
			}
			catch (CAUGHT ex) {
				System.out.println("catch (CAUGHT): " + ex.getClass().getSimpleName());
			}
		}
		catch (Exception ex) {
			System.out.println("catch (CAUGHT): not caught, a " + ex.getClass().getSimpleName() + " is a "
					+ LLMClientException.class.getSuperclass().getSimpleName());
		}
		System.exit(0);
	}

}
JAVA
for caught in LLMClientException RuntimeException; do
  mkdir $caught
  sed "s/CAUGHT/$caught/g" Finding.java > $caught/Finding.java
  if "$javac" -cp "$(cat classpath)" -d $caught $caught/Finding.java >$caught/javac.log 2>&1; then
    "$java" -cp "$caught:$(cat classpath)" Finding 2>/dev/null | grep '^catch'
  else
    grep -o 'error: .*' $caught/javac.log | sed "s/^/catch ($caught): /"
  fi
done > output.txt
cat output.txt
expected='catch (LLMClientException): error: exception LLMClientException is never thrown in body of corresponding try statement
catch (RuntimeException): not caught, a LLMClientException is a Exception'
[ "$(cat output.txt)" = "$expected" ] || exit 1
