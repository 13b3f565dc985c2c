#!/usr/bin/env bash
# reactor-core 3.8.6: Mono.fromCallable(…).subscribeOn(…) may interrupt the thread that delivers its error. If the callable
# fails before subscribe() has returned, the operator disposes its own task while onError is still running, and a task that is
# disposed is interrupted. What the subscriber does then, such as writing a response, fails as if somebody had stopped it.
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
    <dependency><groupId>io.projectreactor</groupId><artifactId>reactor-core</artifactId><version>3.8.6</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
mvn -q -B dependency:build-classpath -Dmdep.outputFile=classpath >maven.log 2>&1 || {
  cat maven.log
  exit 2
}

cat > Finding.java <<'JAVA'
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

public class Finding {

	public static void main(String[] args) throws Exception {
		Scheduler scheduler = Schedulers.newBoundedElastic(4, 100_000, "finding");
		AtomicInteger interrupted = new AtomicInteger();
		int rounds = 0;
		while (interrupted.get() == 0 && rounds++ < 200_000) {
			CountDownLatch delivered = new CountDownLatch(1);
			Mono.fromCallable(() -> {
				throw new IllegalStateException();
			}).subscribeOn(scheduler).subscribe((value) -> {
			}, (error) -> {
				long until = System.nanoTime() + 200_000;
				while (System.nanoTime() < until) {
					if (Thread.interrupted()) {
						interrupted.incrementAndGet();
						break;
					}
				}
				delivered.countDown();
			});
			delivered.await(1, TimeUnit.MINUTES);
		}
		System.err.println("after " + rounds + " rounds");
		System.out.println("interrupted although nobody cancelled: " + (interrupted.get() > 0));
		scheduler.dispose();
	}

}
JAVA
java -cp "$(cat classpath)" Finding.java 2>errors >output
cat errors
echo "reactor-core 3.8.6:"
cat output

cat > expected <<'TEXT'
interrupted although nobody cancelled: true
TEXT
diff expected output >/dev/null || {
  echo "It has changed."
  exit 1
}
