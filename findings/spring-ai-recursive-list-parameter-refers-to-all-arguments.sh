#!/usr/bin/env bash
# Spring AI 2.0.0: the schema of a tool method with a parameter List<Node>, whose Node has a List<Node>, contains
# "$ref": "#". That means the object of all arguments, where it should mean the list.
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
import org.springframework.ai.support.ToolCallbacks;
import org.springframework.ai.tool.annotation.Tool;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

public class Finding {

	public record Node(String name, List<Node> children) {
	}

	@Tool(description = "Saves a tree")
	public String save(List<Node> nodes) {
		return "saved";
	}

	public static void main(String[] args) {
		JsonNode schema = new JsonMapper().readTree(ToolCallbacks.from(new Finding())[0].getToolDefinition().inputSchema());
		System.out.println("root: " + schema.path("type").asString() + " with " + schema.path("properties").propertyNames());
		System.out.println("children: " + schema.path("properties").iterator().next().at("/items/properties/children"));
	}

}
JAVA
java -cp "$(cat classpath)" Finding.java 2>errors >output || cat errors
echo "Spring AI 2.0.0:"
cat output

cat > expected <<'TEXT'
root: object with [arg0]
children: {"$ref":"#"}
TEXT
diff expected output >/dev/null || {
  echo "It has changed."
  exit 1
}
