#!/usr/bin/env bash
# Spring Boot 4.1.0: the failure analyzer for mutually exclusive properties says nothing, so that a raw stack trace is
# left, if one of the properties was set by an environment variable without a hyphen: X_BOTID for x.bot-id.
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
    <dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot</artifactId><version>4.1.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
mvn -q -B dependency:build-classpath -Dmdep.outputFile=classpath >maven.log 2>&1 || {
  cat maven.log
  exit 2
}

cat > Finding.java <<'JAVA'
import java.util.Map;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

public class Finding {

	public static void main(String[] args) throws Exception {
		show("X_BOT_ID", "X_MODEL_NAME");
		show("X_BOTID", "X_MODELNAME");
	}

	static void show(String first, String second) throws Exception {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", Map.of(first, "1", second, "2")));
		ConfigurationPropertySources.attach(environment);
		Throwable failure = null;
		try {
			MutuallyExclusiveConfigurationPropertiesException.throwIfMultipleNonNullValuesIn((entries) -> {
				entries.put("x.bot-id", environment.getProperty("x.bot-id"));
				entries.put("x.model-name", environment.getProperty("x.model-name"));
			});
		}
		catch (MutuallyExclusiveConfigurationPropertiesException ex) {
			failure = ex;
		}
		var type = Class.forName("org.springframework.boot.diagnostics.analyzer.MutuallyExclusiveConfigurationPropertiesFailureAnalyzer");
		var constructor = type.getDeclaredConstructor(Environment.class);
		constructor.setAccessible(true);
		FailureAnalysis analysis = ((FailureAnalyzer) constructor.newInstance(environment)).analyze(failure);
		System.out.println(first + ", " + second + ": " + ((analysis != null) ? "analysed" : "no analysis"));
	}

}
JAVA
java -cp "$(cat classpath)" Finding.java 2>errors >output || cat errors
echo "Spring Boot 4.1.0:"
cat output

cat > expected <<'TEXT'
X_BOT_ID, X_MODEL_NAME: analysed
X_BOTID, X_MODELNAME: no analysis
TEXT
diff expected output >/dev/null || {
  echo "It has changed."
  exit 1
}
