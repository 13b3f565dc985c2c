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
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The server over TLS, which is what tunnels lead to: nginx with a certificate of its
 * own.
 */
final class TlsServer {

	private final Path folder;

	private final int server;

	private final int port = Program.freePort();

	TlsServer(Path folder, int server) {
		this.folder = folder;
		this.server = server;
	}

	int port() {
		return this.port;
	}

	/**
	 * The properties of a client that trusts it.
	 */
	String[] trust() {
		return new String[] {
				"spring.ssl.bundle.pem.proxies.truststore.certificate=file:" + this.folder.resolve("cert.pem"),
				"spring.ai.chatbotkit.ssl.bundle=proxies" };
	}

	Program start() throws IOException, InterruptedException {
		int made = new ProcessBuilder("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
				"/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", "key.pem", "-out",
				"cert.pem")
			.directory(this.folder.toFile())
			.redirectErrorStream(true)
			.redirectOutput(this.folder.resolve("openssl.log").toFile())
			.start()
			.waitFor();
		if (made != 0) {
			throw new IllegalStateException(Files.readString(this.folder.resolve("openssl.log")));
		}
		String configuration = ReverseProxy.NGINX_UNBUFFERED.configuration(this.port, this.server)
			.replace("listen 127.0.0.1:" + this.port, "listen 127.0.0.1:" + this.port + " ssl")
			.replace("location /", "ssl_certificate cert.pem; ssl_certificate_key key.pem; location /");
		Path file = Files.writeString(this.folder.resolve("proxy.conf"), configuration);
		return Program.start(this.folder, this.port, "nginx", "-p", this.folder.toString(), "-c", file.toString(), "-e",
				"stderr");
	}

}
