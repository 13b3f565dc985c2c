/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package com.chatbotkit.reliability;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The network of a soak, which breaks now and then:
 * {@code <folder> <plain port> <server's plain port> <TLS port> <server's TLS port>}.
 */
final class SoakNetwork {

	private SoakNetwork() {
	}

	public static void main(String[] args) throws Exception {
		try (Relay plain = new Relay(Integer.parseInt(args[1]), Relay.local(Integer.parseInt(args[2])));
				Relay tls = new Relay(Integer.parseInt(args[3]), Relay.local(Integer.parseInt(args[4])));
				PrintWriter out = new PrintWriter(
						Files.newBufferedWriter(Path.of(args[0]).resolve("network.csv"), StandardCharsets.UTF_8),
						true)) {
			ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
			timer.scheduleAtFixedRate(plain::resetOne, 5, 5, TimeUnit.SECONDS);
			timer.scheduleAtFixedRate(tls::resetOne, 7, 7, TimeUnit.SECONDS);
			timer.scheduleAtFixedRate(plain::silenceOne, 20, 20, TimeUnit.SECONDS);
			timer.scheduleAtFixedRate(tls::silenceOne, 40, 40, TimeUnit.SECONDS);
			timer.scheduleAtFixedRate(plain::endSilent, 30, 30, TimeUnit.SECONDS);
			timer.scheduleAtFixedRate(tls::endSilent, 55, 30, TimeUnit.SECONDS);
			timer.scheduleAtFixedRate(plain::resetAll, 90, 90, TimeUnit.SECONDS);
			timer.scheduleAtFixedRate(tls::resetAll, 130, 90, TimeUnit.SECONDS);
			timer.scheduleAtFixedRate(() -> outage(plain, tls, timer), 150, 150, TimeUnit.SECONDS);
			out.println("seconds,open,accepted");
			long began = System.nanoTime();
			timer
				.scheduleAtFixedRate(
						() -> out.println(String.format(Locale.ROOT, "%.1f,%d,%d", (System.nanoTime() - began) / 1e9,
								plain.open() + tls.open(), plain.accepted() + tls.accepted())),
						10, 10, TimeUnit.SECONDS);
			System.out.println("ready");
			Stop.await(Path.of(args[0]));
			timer.shutdownNow();
		}
	}

	/** For a second nothing can be reached. */
	private static void outage(Relay plain, Relay tls, ScheduledExecutorService timer) {
		plain.refuse(true);
		tls.refuse(true);
		plain.resetAll();
		tls.resetAll();
		timer.schedule(() -> {
			plain.refuse(false);
			tls.refuse(false);
		}, 1, TimeUnit.SECONDS);
	}

}
