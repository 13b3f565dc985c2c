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
import java.time.Duration;

/**
 * A proxy in front of the server, with the fewest settings, or with those that let pieces
 * pass as they come. Idle connections are closed after a second, and so is the wait for a
 * server that is silent; a request may have 64 KiB.
 */
enum ReverseProxy {

	NGINX("nginx, as it comes", "nginx") {
		@Override
		String configuration(int port, int server) {
			return nginx(port, server, "");
		}
	},

	NGINX_HTTP_11("nginx, `proxy_http_version 1.1`", "nginx") {
		@Override
		String configuration(int port, int server) {
			return nginx(port, server, "proxy_http_version 1.1;");
		}
	},

	NGINX_TELLING("nginx, `keepalive_timeout 3s 3s`", "nginx") {
		@Override
		String configuration(int port, int server) {
			return nginx(port, server, "").replace("keepalive_timeout 3s", "keepalive_timeout 3s 3s");
		}
	},

	NGINX_UNBUFFERED("nginx, `proxy_buffering off`", "nginx") {
		@Override
		String configuration(int port, int server) {
			return nginx(port, server, "proxy_buffering off;");
		}
	},

	HAPROXY("HAProxy, as it comes", "haproxy") {
		@Override
		String configuration(int port, int server) {
			return haproxy(port, server, "");
		}
	},

	HAPROXY_NO_DELAY("HAProxy, `option http-no-delay`", "haproxy") {
		@Override
		String configuration(int port, int server) {
			return haproxy(port, server, "option http-no-delay");
		}
	},

	CADDY("Caddy, as it comes", "caddy") {
		@Override
		String configuration(int port, int server) {
			return """
					{
						admin off
						auto_https off
						servers {
							timeouts {
								idle 3s
							}
						}
					}
					http://127.0.0.1:%d {
						request_body {
							max_size 64KiB
						}
						reverse_proxy 127.0.0.1:%d {
							transport http {
								response_header_timeout 3s
							}
						}
					}
					""".formatted(port, server);
		}
	};

	static final Duration IDLE = Duration.ofSeconds(3);

	private final String label;

	private final String program;

	ReverseProxy(String label, String program) {
		this.label = label;
		this.program = program;
	}

	String label() {
		return this.label;
	}

	/**
	 * Starts it.
	 * @param folder where it has its files
	 * @param port where it listens
	 * @param server the server's port
	 */
	Program start(Path folder, int port, int server) throws IOException, InterruptedException {
		Path file = Files.writeString(folder.resolve("proxy.conf"), configuration(port, server));
		return Program.start(folder, port, switch (this.program) {
			case "nginx" -> new String[] { "nginx", "-p", folder.toString(), "-c", file.toString(), "-e", "stderr" };
			case "haproxy" -> new String[] { "haproxy", "-db", "-f", file.toString() };
			default -> new String[] { "caddy", "run", "--adapter", "caddyfile", "--config", file.toString() };
		});
	}

	abstract String configuration(int port, int server);

	private static String nginx(int port, int server, String streaming) {
		return """
				daemon off;
				master_process off;
				pid nginx.pid;
				events {}
				http {
					access_log off;
					client_body_temp_path body;
					proxy_temp_path proxy;
					fastcgi_temp_path fastcgi;
					uwsgi_temp_path uwsgi;
					scgi_temp_path scgi;
					keepalive_timeout 3s;
					client_max_body_size 64k;
					server {
						listen 127.0.0.1:%d;
						location / {
							proxy_pass http://127.0.0.1:%d;
							proxy_read_timeout 3s;
							%s
						}
					}
				}
				""".formatted(port, server, streaming);
	}

	private static String haproxy(int port, int server, String streaming) {
		return """
				defaults
					mode http
					timeout connect 5s
					timeout client 30s
					timeout http-keep-alive 3s
					timeout server 3s
					%s
				frontend client
					bind 127.0.0.1:%d
					default_backend server
				backend server
					server one 127.0.0.1:%d
				""".formatted(streaming, port, server);
	}

}
