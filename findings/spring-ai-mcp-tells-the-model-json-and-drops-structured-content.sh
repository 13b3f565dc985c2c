#!/usr/bin/env bash
# Spring AI 2.0.0 (MCP Java SDK 2.0.0): the result of an MCP tool is handed to the model as the JSON of MCP's list of contents, with all
# quotes escaped, and not as its text. The structured content of a result is left out. A server that gives
# nothing else, as MCP allows, has the result []. Expected: the text, and the structured content where there is no text.
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
    <dependency><groupId>org.springframework.ai</groupId><artifactId>spring-ai-mcp</artifactId><version>2.0.0</version></dependency>
    <dependency><groupId>com.fasterxml.jackson.core</groupId><artifactId>jackson-annotations</artifactId><version>2.21</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
mvn -q -B dependency:build-classpath -Dmdep.outputFile=classpath >maven.log 2>&1 || {
  cat maven.log
  exit 2
}

cat > Finding.java <<'JAVA'
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.springframework.ai.mcp.SyncMcpToolCallbackProvider;
import org.springframework.ai.tool.ToolCallback;

public class Finding {

	// A server with two tools that answers each request by JSON.
	static String answer(String request) {
		String id = request.replaceAll("(?s).*\"id\"\\s*:\\s*(\"[^\"]*\"|\\d+).*", "$1");
		String result;
		if (request.contains("\"initialize\"")) {
			String version = request.replaceAll("(?s).*\"protocolVersion\"\\s*:\\s*\"([^\"]*)\".*", "$1");
			result = "{\"protocolVersion\":\"" + version
					+ "\",\"capabilities\":{\"tools\":{}},\"serverInfo\":{\"name\":\"weather\",\"version\":\"1\"}}";
		}
		else if (request.contains("\"tools/list\"")) {
			result = "{\"tools\":[{\"name\":\"text\",\"inputSchema\":{\"type\":\"object\"}},{\"name\":\"structured\",\"inputSchema\":{\"type\":\"object\"},"
					+ "\"outputSchema\":{\"type\":\"object\",\"properties\":{\"degrees\":{\"type\":\"integer\"}}}}]}";
		}
		else if (request.contains("\"structured\"")) {
			result = "{\"content\":[],\"structuredContent\":{\"degrees\":21}}";
		}
		else {
			result = "{\"content\":[{\"type\":\"text\",\"text\":\"They say \\\"sunny\\\"\"}]}";
		}
		return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}";
	}

	public static void main(String[] args) throws Exception {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/mcp", (exchange) -> {
			String request = new String(exchange.getRequestBody().readAllBytes());
			if (!exchange.getRequestMethod().equals("POST")) {
				exchange.sendResponseHeaders(405, -1);
			}
			else if (request.contains("\"notifications/")) {
				exchange.sendResponseHeaders(202, -1);
			}
			else {
				byte[] answer = answer(request).getBytes();
				exchange.getResponseHeaders().set("Content-Type", "application/json");
				exchange.sendResponseHeaders(200, answer.length);
				exchange.getResponseBody().write(answer);
			}
			exchange.close();
		});
		server.start();
		McpSyncClient client = McpClient.sync(HttpClientStreamableHttpTransport
			.builder("http://localhost:" + server.getAddress().getPort())
			.endpoint("/mcp")
			.build()).build();
		client.initialize();
		McpSchema.CallToolResult result = client.callTool(McpSchema.CallToolRequest.builder().name("structured").build());
		System.out.println("structured, MCP client: " + result.structuredContent());
		for (ToolCallback tool : SyncMcpToolCallbackProvider.builder().mcpClients(client).build().getToolCallbacks()) {
			System.out.println(tool.getToolDefinition().name() + ", Spring AI: " + tool.call("{}"));
		}
		System.exit(0);
	}

}
JAVA
javac -parameters -nowarn -d . -cp "$(cat classpath)" Finding.java >errors 2>&1 && timeout 120 java -cp ".:$(cat classpath)" Finding 2>errors >output || cat errors
echo "Spring AI 2.0.0:"
cat output

cat > expected <<'TEXT'
structured, MCP client: {degrees=21}
text, Spring AI: [{"text":"They say \"sunny\""}]
structured, Spring AI: []
TEXT
diff expected output >/dev/null || {
  echo "It has changed."
  exit 1
}
