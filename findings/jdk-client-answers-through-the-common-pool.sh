#!/usr/bin/env bash
# JDK 25.0.3: java.net.http.HttpClient completes the future of sendAsync in ForkJoinPool.commonPool(), also if the client
# has an executor of its own. Since JDK 25 CompletableFuture uses that pool even where it has a single thread, as on two
# processors. One task that waits there, for example within CompletableFuture.supplyAsync, holds back every answer of every
# client in the JVM. On JDK 17 so small a pool is not used, and the answer comes.
# Needs a JDK 25 as JAVA_HOME or on the path. Exits 0 if this is still so, 1 if the output has changed, 2 without that JDK.
set -uo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 2

java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
"$java" -version 2>&1 | grep -q 'version "25' || java=java
"$java" -version 2>&1 | grep -q 'version "25' || {
  echo "There is no JDK 25."
  exit 2
}

cat > Finding.java <<'JAVA'
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

public class Finding {

	public static void main(String[] args) throws Exception {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		server.start();
		HttpClient client = HttpClient.newBuilder().executor(Executors.newCachedThreadPool()).build();
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"))
			.build();

		CountDownLatch release = new CountDownLatch(1);
		CompletableFuture<Boolean> task = CompletableFuture.supplyAsync(() -> {
			try {
				return release.await(1, TimeUnit.MINUTES);
			}
			catch (InterruptedException ex) {
				return false;
			}
		});
		CompletableFuture<Integer> answer = client.sendAsync(request, BodyHandlers.discarding())
			.thenApply((response) -> response.statusCode());
		try {
			System.out.println("while a task waits in the common pool: " + answer.get(5, TimeUnit.SECONDS));
		}
		catch (TimeoutException ex) {
			System.out.println("while a task waits in the common pool: no answer");
		}
		release.countDown();
		System.out.println("afterwards: " + answer.get(5, TimeUnit.SECONDS) + ", " + task.get());
		System.exit(0);
	}

}
JAVA
"$java" -Djava.util.concurrent.ForkJoinPool.common.parallelism=1 Finding.java 2>errors >output || cat errors
"$java" -version 2>&1 | head -1
cat output

cat > expected <<'TEXT'
while a task waits in the common pool: no answer
afterwards: 200, true
TEXT
diff expected output >/dev/null || {
  echo "It has changed."
  exit 1
}
