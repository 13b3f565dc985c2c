#!/usr/bin/env bash
# openai-java 4.101.0: with maxRetries(0) a chat completion that is answered by 503 with Retry-After: 0 is sent twice. The retries of openai-java are off;
# OkHttp beneath it sends any request again after this answer, a POST too. Nothing in the exception tells of it. The same answer without
# the header is sent once, and so is 429. Expected: one request.
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
    <dependency><groupId>com.openai</groupId><artifactId>openai-java</artifactId><version>4.101.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
mvn -q -B dependency:build-classpath -Dmdep.outputFile=classpath >maven.log 2>&1 || {
  cat maven.log
  exit 2
}

cat > Finding.java <<'JAVA'
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

public class Finding {

	public static void main(String[] args) throws Exception {
		AtomicInteger received = new AtomicInteger();
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			received.incrementAndGet();
			exchange.getRequestBody().readAllBytes();
			String[] path = exchange.getRequestURI().getPath().split("/");
			if (path[2].equals("soon")) {
				exchange.getResponseHeaders().set("Retry-After", "0");
			}
			exchange.sendResponseHeaders(Integer.parseInt(path[1]), -1);
			exchange.close();
		});
		server.start();
		for (String path : new String[] { "408/plain", "503/plain", "503/soon", "429/soon", "500/soon" }) {
			received.set(0);
			OpenAIClient client = OpenAIOkHttpClient.builder()
				.baseUrl("http://localhost:" + server.getAddress().getPort() + "/" + path)
				.apiKey("none")
				.maxRetries(0)
				.build();
			int status = 0;
			try {
				client.chat()
					.completions()
					.create(ChatCompletionCreateParams.builder().model("any").addUserMessage("Hi").build());
			}
			catch (OpenAIServiceException ex) {
				status = ex.statusCode();
			}
			System.out.println(status + (path.endsWith("soon") ? " with Retry-After: 0" : "") + ": " + received + " sent");
		}
		System.exit(0);
	}

}
JAVA
javac -parameters -nowarn -d . -cp "$(cat classpath)" Finding.java >errors 2>&1 && timeout 120 java -cp ".:$(cat classpath)" Finding 2>errors >output || cat errors
echo "openai-java 4.101.0, maxRetries(0):"
cat output

cat > expected <<'TEXT'
408: 1 sent
503: 1 sent
503 with Retry-After: 0: 2 sent
429 with Retry-After: 0: 1 sent
500 with Retry-After: 0: 1 sent
TEXT
diff expected output >/dev/null || {
  echo "It has changed."
  exit 1
}
