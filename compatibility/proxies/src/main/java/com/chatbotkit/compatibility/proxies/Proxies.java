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

package com.chatbotkit.compatibility.proxies;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/**
 * Asks a bot through each proxy on each connector, and prints a table.
 */
public final class Proxies {

	private final ExecutorService executor = Executors.newFixedThreadPool(Connector.values().length);

	private final Path work;

	private boolean failed;

	private Proxies(Path work) {
		this.work = work;
	}

	/**
	 * Runs all of it.
	 * @param arguments an empty folder for the files of the proxies, and which reverse
	 * proxies to run: by default all
	 * @throws Exception if a proxy does not start
	 */
	public static void main(String[] arguments) throws Exception {
		// Applications that start at once in one JVM would configure it at once.
		System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
		Proxies proxies = new Proxies(Path.of(arguments[0]));
		try (Server server = new Server()) {
			proxies.header();
			proxies.row("none", Check.PIECES, baseUrl(server.port()), server);
			List<String> named = List.of(arguments).subList(1, arguments.length);
			for (ReverseProxy proxy : ReverseProxy.values()) {
				if (named.isEmpty() || named.contains(proxy.name())) {
					proxies.behind(proxy, server);
				}
			}
			proxies.throughTunnels(server);
		}
		finally {
			proxies.executor.shutdownNow();
		}
		System.exit(proxies.failed ? 1 : 0);
	}

	private void header() {
		System.out.println("| proxy | | `reactor` | `jetty` | `http-components` | `jdk` |");
		System.out.println("| --- | --- | --- | --- | --- | --- |");
	}

	private void behind(ReverseProxy proxy, Server server) throws Exception {
		int port = Program.freePort();
		try (Program program = proxy.start(folder(proxy.name()), port, server.port())) {
			for (Check check : Check.values()) {
				boolean told = check == Check.IDLE && proxy == ReverseProxy.NGINX_TELLING;
				boolean streams = check == Check.PIECES && proxy != ReverseProxy.NGINX_TELLING;
				if (streams || told || proxy.label().endsWith("as it comes")) {
					row(proxy.label(), check, baseUrl(port), server);
				}
			}
		}
		if (proxy.label().endsWith("as it comes")) {
			int gone = Program.freePort();
			try (Program program = proxy.start(folder(proxy.name() + "-gone"), port, gone)) {
				row(proxy.label(), "the server is gone", (connector) -> {
					try (Client client = new Client(connector, baseUrl(port), List.of())) {
						return Check.words(() -> client.call("echo", "Hello"));
					}
				}, (cell) -> cell.startsWith("transient, `50"));
			}
		}
	}

	private void throughTunnels(Server server) throws Exception {
		Path folder = folder("tls");
		TlsServer tls = new TlsServer(folder, server.port());
		try (Program origin = tls.start()) {
			for (ForwardProxy proxy : ForwardProxy.values()) {
				int port = Program.freePort();
				try (Program program = proxy.start(folder(proxy.name()), port, tls.port())) {
					InetSocketAddress address = InetSocketAddress.createUnresolved("127.0.0.1", port);
					row(proxy.label(), Check.PIECES.label(), (connector) -> through(connector, address, tls, tls.port(),
							(client) -> Check.PIECES.run(client, server)), (cell) -> cell.endsWith(" ms"));
					row(proxy.label(), "it refuses the tunnel",
							(connector) -> through(connector, address, tls, Program.freePort(),
									(client) -> Check.words(() -> client.call("echo", "Hello"))),
							(cell) -> cell.startsWith("transient, `CONNECTION_FAILED: no connection: the proxy"));
				}
				InetSocketAddress gone = InetSocketAddress.createUnresolved("127.0.0.1", port);
				row(proxy.label(), "it is gone",
						(connector) -> through(connector, gone, tls, tls.port(),
								(client) -> Check.words(() -> client.call("echo", "Hello"))),
						(cell) -> cell.startsWith("transient, `CONNECTION_FAILED: "));
			}
		}
	}

	private static String through(Connector connector, InetSocketAddress proxy, TlsServer tls, int port,
			ClientCheck check) throws Exception {
		InetSocketAddress resolved = new InetSocketAddress(proxy.getHostString(), proxy.getPort());
		try (Client client = new Client(connector, "https://localhost:" + port + "/v1/openai",
				List.of(connector.through(resolved)), tls.trust())) {
			return check.run(client);
		}
	}

	private void row(String proxy, Check check, String baseUrl, Server server) throws Exception {
		boolean held = proxy.equals(ReverseProxy.NGINX.label());
		Predicate<String> expected = switch (check) {
			case PIECES -> (cell) -> held ? cell.equals("held to the end") : cell.endsWith(" ms");
			case TOO_LARGE -> (cell) -> proxy.startsWith("HAProxy") == cell.equals("an answer");
			case SILENT -> (cell) -> cell.startsWith("transient, `504");
			case PAUSE ->
				(cell) -> cell.contains(proxy.startsWith("Caddy") ? "STREAM_IDLE_TIMEOUT" : "CONNECTION_LOST");
			case IDLE -> (cell) -> cell.endsWith(", none ran twice");
			case SHORTER_IDLE -> (cell) -> cell.equals("15 of 15 answered, none ran twice");
		};
		row(proxy, check.label(), (connector) -> {
			try (Client client = new Client(connector, baseUrl, List.of(), check.properties())) {
				return check.run(client, server);
			}
		}, expected);
	}

	private void row(String proxy, String label, ConnectorCheck check, Predicate<String> expected) throws Exception {
		List<Future<String>> cells = new ArrayList<>();
		for (Connector connector : Connector.values()) {
			Callable<String> cell = () -> check.run(connector);
			cells.add(this.executor.submit(cell));
		}
		List<String> words = new ArrayList<>();
		for (Future<String> cell : cells) {
			words.add(cell.get());
		}
		boolean fine = words.stream().allMatch(expected);
		boolean same = words.stream().distinct().count() == 1;
		this.failed |= !fine;
		System.out
			.println(
					"| " + proxy + " | " + label + (fine ? "" : " UNEXPECTED") + " | "
							+ ((same && !words.get(0).endsWith(" ms"))
									? words.get(0) + " | the same | the same | the same" : String.join(" | ", words))
							+ " |");
	}

	private static String baseUrl(int port) {
		return "http://127.0.0.1:" + port + "/v1/openai";
	}

	private Path folder(String name) throws IOException {
		return Files.createDirectories(this.work.resolve(name));
	}

	interface ConnectorCheck {

		String run(Connector connector) throws Exception;

	}

	interface ClientCheck {

		String run(Client client) throws Exception;

	}

}
