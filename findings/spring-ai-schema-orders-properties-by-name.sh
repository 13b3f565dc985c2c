#!/usr/bin/env bash
# Spring AI 2.0.0: the schema of structured output lists the components of a record by name and not in their order. A model writes properties in
# the order of the schema, so that a record (reasoning, answer), made to think first, is answered first. Parameters of a @Tool method keep
# their order. @JsonPropertyOrder on the record restores it. Expected: the order of the record.
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
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.springframework.ai.converter.BeanOutputConverter;
import org.springframework.ai.support.ToolCallbacks;
import org.springframework.ai.tool.annotation.Tool;

public class Finding {

	public record Verdict(String reasoning, String answer) {
	}

	@JsonPropertyOrder({ "reasoning", "answer" })
	public record OrderedVerdict(String reasoning, String answer) {
	}

	public static class Methods {

		@Tool(description = "Judges")
		public String judge(String reasoning, String answer) {
			return "";
		}

	}

	public static void main(String[] args) {
		show("record", new BeanOutputConverter<>(Verdict.class).getJsonSchema());
		show("record with @JsonPropertyOrder", new BeanOutputConverter<>(OrderedVerdict.class).getJsonSchema());
		show("parameters", ToolCallbacks.from(new Methods())[0].getToolDefinition().inputSchema());
	}

	static void show(String what, String schema) {
		System.out.println(what + ": " + schema.replaceAll("\\s+", "").replaceAll(".*\"required\":([^]]*]).*", "$1"));
	}

}
JAVA
javac -parameters -nowarn -d . -cp "$(cat classpath)" Finding.java >errors 2>&1 && java -cp ".:$(cat classpath)" Finding 2>errors >output || cat errors
echo "Spring AI 2.0.0, (reasoning, answer):"
cat output

cat > expected <<'TEXT'
record: ["answer","reasoning"]
record with @JsonPropertyOrder: ["reasoning","answer"]
parameters: ["reasoning","answer"]
TEXT
diff expected output >/dev/null || {
  echo "It has changed."
  exit 1
}
