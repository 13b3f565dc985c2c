#!/usr/bin/env bash
# Spring AI 2.0.0 (StringTemplate 4.3.4): a text with one parameter is a template, and more than the placeholder changes. A value of several lines
# after blanks gets these blanks before each of its lines. A line with nothing but an empty value is taken out, and "\\" becomes "\". A list is
# joined without a separator. The same text without parameters is sent as it is. Expected: what is between the braces is replaced.
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
import java.util.Map;
import org.springframework.ai.chat.prompt.PromptTemplate;

public class Finding {

	public static void main(String[] args) {
		show("Document:\n    {value}\nEnd", "one\ntwo");
		show("Before\n{value}\nAfter", "");
		show("Files are in \\\\server\\share for {value}", "Ann");
		show("Ask {value}", List.of("Ann", "Bob"));
	}

	static void show(String template, Object value) {
		String text = new PromptTemplate(template).render(Map.of("value", value));
		System.out.println(oneLine(template) + " with \"" + oneLine(value) + "\" is " + oneLine(text));
	}

	static String oneLine(Object text) {
		return text.toString().replace("\n", "⏎");
	}

}
JAVA
javac -parameters -nowarn -d . -cp "$(cat classpath)" Finding.java >errors 2>&1 && java -cp ".:$(cat classpath)" Finding 2>errors >output || cat errors
echo "Spring AI 2.0.0:"
cat output

cat > expected <<'TEXT'
Document:⏎    {value}⏎End with "one⏎two" is Document:⏎    one⏎    two⏎End
Before⏎{value}⏎After with "" is Before⏎After
Files are in \\server\share for {value} with "Ann" is Files are in \server\share for Ann
Ask {value} with "[Ann, Bob]" is Ask AnnBob
TEXT
diff expected output >/dev/null || {
  echo "It has changed."
  exit 1
}
