#!/usr/bin/env bash
# Netty 4.2.15.Final (Spring Boot 4.1.0): an event loop runs the tasks that wait for it for up to 1,000 ms before it reads from its
# connections again. Netty 4.1.128.Final shares its time equally between both (ioRatio 50). HTTP clients hand each request to the event
# loop as a task. So where many requests begin at once, no answer is read until most of them are written. The time can be set by
# -Dio.netty.eventLoop.maxTaskProcessingQuantumMs (at least 100), or by a constructor of SingleThreadIoEventLoop (at least 1).
# Needs Java 17 or later and Maven. Exits 0 if this is still so, 1 if the output has changed, 2 if the packages cannot be installed.
set -uo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 2

for version in 4.1.128.Final 4.2.15.Final; do
  mkdir "$version"
  cat > "$version/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>io.netty</groupId><artifactId>netty-transport</artifactId><version>$version</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
  (cd "$version" && mvn -q -B dependency:build-classpath -Dmdep.outputFile=classpath >maven.log 2>&1) || {
    cat "$version/maven.log"
    exit 2
  }
done

cat > Finding.java <<'JAVA'
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;

public class Finding {

	private static int tasks;

	@SuppressWarnings("deprecation")
	public static void main(String[] args) throws Exception {
		CountDownLatch ended = new CountDownLatch(1);
		NioEventLoopGroup group = new NioEventLoopGroup(1);
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			Channel channel = new Bootstrap().group(group)
				.channel(NioSocketChannel.class)
				.handler(new ChannelInboundHandlerAdapter() {
					@Override
					public void channelRead(ChannelHandlerContext context, Object bytes) {
						System.out.println((tasks == 300) ? "read after 300 of 300 tasks of 2 ms" : "read while tasks waited");
					}
				})
				.connect(server.getLocalSocketAddress())
				.sync()
				.channel();
			Socket socket = server.accept();
			channel.eventLoop().execute(() -> {
				for (int i = 0; i < 300; i++) {
					channel.eventLoop().execute(() -> {
						try {
							if (tasks == 0) {
								socket.getOutputStream().write('x');
							}
							Thread.sleep(2);
						}
						catch (Exception ex) {
							System.out.println(ex);
						}
						tasks++;
					});
				}
				channel.eventLoop().execute(() -> channel.eventLoop().schedule(ended::countDown, 1, java.util.concurrent.TimeUnit.SECONDS));
			});
			ended.await();
		}
		group.shutdownGracefully().sync();
	}

}
JAVA
for version in 4.1.128.Final 4.2.15.Final; do
  echo "$version: $(java -cp "$(cat "$version/classpath")" Finding.java 2>&1)"
done | tee output
expected='4.1.128.Final: read while tasks waited
4.2.15.Final: read after 300 of 300 tasks of 2 ms'
[ "$(cat output)" = "$expected" ] || exit 1
