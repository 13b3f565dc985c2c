#!/usr/bin/env bash
# Spring AI 2.0.0: where the constants of an enum have @JsonProperty, the schema of a tool or of structured output lists the names of the
# constants. Jackson, which then reads what the model wrote, accepts the annotated names only. So a model that keeps to the schema is
# refused, and one that guesses the other name is understood. Expected: the schema lists what is accepted.
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
import com.fasterxml.jackson.annotation.JsonProperty;
import org.springframework.ai.converter.BeanOutputConverter;
import org.springframework.ai.support.ToolCallbacks;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.annotation.Tool;

public class Finding {

	public enum Size {

		@JsonProperty("small")
		SMALL,

		@JsonProperty("very large")
		VERY_LARGE

	}

	public record Shirt(Size size) {
	}

	public static class Shop {

		@Tool(description = "Orders a shirt")
		public String order(Size size) {
			return "ordered " + size.name();
		}

	}

	public static void main(String[] args) {
		BeanOutputConverter<Shirt> converter = new BeanOutputConverter<>(Shirt.class);
		System.out.println("structured output, schema: " + listed(converter.getJsonSchema()));
		for (String size : new String[] { "VERY_LARGE", "very large" }) {
			System.out.println("  " + size + ": " + tried(() -> converter.convert("{\"size\":\"" + size + "\"}")));
		}
		ToolCallback tool = ToolCallbacks.from(new Shop())[0];
		System.out.println("tool, schema: " + listed(tool.getToolDefinition().inputSchema()));
		for (String size : new String[] { "VERY_LARGE", "very large" }) {
			System.out.println("  " + size + ": " + tried(() -> tool.call("{\"size\":\"" + size + "\"}")));
		}
	}

	static String listed(String schema) {
		return schema.replaceAll("(?s).*(\"enum\"[^]]*]).*", "$1").replaceAll("\\s+", " ");
	}

	static String tried(java.util.function.Supplier<?> use) {
		try {
			return String.valueOf(use.get());
		}
		catch (RuntimeException ex) {
			return ex.getClass().getSimpleName();
		}
	}

}
JAVA
javac -parameters -nowarn -d . -cp "$(cat classpath)" Finding.java >errors 2>&1 && java -cp ".:$(cat classpath)" Finding 2>errors >output || cat errors
echo "Spring AI 2.0.0:"
cat output

cat > expected <<'TEXT'
structured output, schema: "enum" : [ "SMALL", "VERY_LARGE" ]
  VERY_LARGE: InvalidFormatException
  very large: Shirt[size=VERY_LARGE]
tool, schema: "enum" : [ "SMALL", "VERY_LARGE" ]
  VERY_LARGE: ToolExecutionException
  very large: "ordered VERY_LARGE"
TEXT
diff expected output >/dev/null || {
  echo "It has changed."
  exit 1
}
