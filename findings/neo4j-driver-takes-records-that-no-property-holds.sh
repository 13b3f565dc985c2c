#!/usr/bin/env bash
# Neo4j Java driver 6.1.0: Values.value makes a map of a record. A list of records, as in the metadata of a chat message,
# is accepted as a parameter, although a property of a node cannot be a list of maps: the server refuses it later.
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
    <dependency><groupId>org.neo4j.driver</groupId><artifactId>neo4j-java-driver</artifactId><version>6.1.0</version></dependency>
  </dependencies>
</project>
POM
mvn -q -B dependency:build-classpath -Dmdep.outputFile=classpath >maven.log 2>&1 || {
  cat maven.log
  exit 2
}

cat > Finding.java <<'JAVA'
import java.util.List;
import java.util.Map;
import org.neo4j.driver.Value;
import org.neo4j.driver.Values;

public class Finding {

	public record ToolCall(String name, String arguments) {
	}

	public static void main(String[] args) {
		Value value = Values.value(Map.of("calls", List.of(new ToolCall("weather", "{}"))));
		System.out.println(value.get("calls").type().name() + " of " + value.get("calls").get(0).type().name());
	}

}
JAVA
java -cp "$(cat classpath)" Finding.java 2>errors >output || cat errors
echo "Neo4j Java driver 6.1.0:"
cat output

cat > expected <<'TEXT'
LIST OF ANY? of MAP
TEXT
diff expected output >/dev/null || {
  echo "It has changed."
  exit 1
}
