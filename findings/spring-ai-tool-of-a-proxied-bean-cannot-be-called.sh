#!/usr/bin/env bash
# Spring AI 2.0.0: ToolCallbacks.from(bean) accepts a bean behind one of Spring's proxies, as @Transactional or @Async make it, and offers its
# tools. Two of the three cannot be called: where the class is not public, which is usual for beans, and where the proxy is one of the JDK's. The
# exception is none of the tool's, so that it ends the turn and is not told to the model. Expected: as without a proxy.
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
    <dependency><groupId>org.springframework</groupId><artifactId>spring-aop</artifactId><version>7.0.8</version></dependency>
  </dependencies>
</project>
POM
mvn -q -B dependency:build-classpath -Dmdep.outputFile=classpath >maven.log 2>&1 || {
  cat maven.log
  exit 2
}

cat > Finding.java <<'JAVA'
import org.springframework.ai.support.ToolCallbacks;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.aop.framework.ProxyFactory;

public class Finding {

	static class Weather {

		@Tool(description = "Tells the weather")
		public String weather(String city) {
			return "sunny in " + city;
		}

	}

	static class UnproxiedWeather {

		@Tool(description = "Tells the weather")
		public String weather(String city) {
			return "sunny in " + city;
		}

	}

	public static class PublicWeather {

		@Tool(description = "Tells the weather")
		public String weather(String city) {
			return "sunny in " + city;
		}

	}

	public interface Forecast {

		String weather(String city);

	}

	public static class WeatherForecast implements Forecast {

		@Override
		@Tool(description = "Tells the weather")
		public String weather(String city) {
			return "sunny in " + city;
		}

	}

	public static void main(String[] args) {
		call("class that is not public, no proxy", new UnproxiedWeather());
		call("class that is not public, CGLIB proxy", proxy(new Weather(), true));
		call("public class, CGLIB proxy", proxy(new PublicWeather(), true));
		call("public class with an interface, JDK proxy", proxy(new WeatherForecast(), false));
	}

	static Object proxy(Object target, boolean ofClass) {
		ProxyFactory factory = new ProxyFactory(target);
		factory.setProxyTargetClass(ofClass);
		return factory.getProxy();
	}

	static void call(String what, Object bean) {
		String result;
		try {
			result = ToolCallbacks.from(bean)[0].call("{\"city\":\"Rome\"}");
		}
		catch (RuntimeException ex) {
			result = ex.getClass().getSimpleName() + ": " + ex.getMessage().replaceAll(" class .*", " …");
		}
		System.out.println(what + ": " + result);
	}

}
JAVA
javac -parameters -nowarn -d . -cp "$(cat classpath)" Finding.java >errors 2>&1 && java -cp ".:$(cat classpath)" Finding 2>errors >output || cat errors
echo "Spring AI 2.0.0:"
cat output

cat > expected <<'TEXT'
class that is not public, no proxy: "sunny in Rome"
class that is not public, CGLIB proxy: IllegalStateException: Could not access method: …
public class, CGLIB proxy: "sunny in Rome"
public class with an interface, JDK proxy: IllegalArgumentException: object is not an instance of declaring class
TEXT
diff expected output >/dev/null || {
  echo "It has changed."
  exit 1
}
