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

import java.net.InetSocketAddress;
import java.net.ProxySelector;

import org.apache.hc.core5.http.HttpHost;
import org.eclipse.jetty.client.HttpProxy;
import reactor.netty.transport.ProxyProvider;

import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.HttpComponentsClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JettyClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;

/**
 * An HTTP client that the starter works with, and how it is told of a forward proxy.
 */
enum Connector {

	REACTOR("reactor") {
		@Override
		ClientHttpConnectorBuilderCustomizer<?> through(InetSocketAddress proxy) {
			return (ClientHttpConnectorBuilderCustomizer<ReactorClientHttpConnectorBuilder>) (builder) -> builder
				.withHttpClientCustomizer(
						(client) -> client.proxy((spec) -> spec.type(ProxyProvider.Proxy.HTTP).socketAddress(proxy)));
		}
	},

	JETTY("jetty") {
		@Override
		ClientHttpConnectorBuilderCustomizer<?> through(InetSocketAddress proxy) {
			return (ClientHttpConnectorBuilderCustomizer<JettyClientHttpConnectorBuilder>) (builder) -> builder
				.withHttpClientCustomizer((client) -> client.getProxyConfiguration()
					.addProxy(new HttpProxy(proxy.getHostString(), proxy.getPort())));
		}
	},

	HTTP_COMPONENTS("http-components") {
		@Override
		ClientHttpConnectorBuilderCustomizer<?> through(InetSocketAddress proxy) {
			return (ClientHttpConnectorBuilderCustomizer<HttpComponentsClientHttpConnectorBuilder>) (builder) -> builder
				.withHttpClientCustomizer(
						(client) -> client.setProxy(new HttpHost(proxy.getHostString(), proxy.getPort())));
		}
	},

	JDK("jdk") {
		@Override
		ClientHttpConnectorBuilderCustomizer<?> through(InetSocketAddress proxy) {
			return (ClientHttpConnectorBuilderCustomizer<JdkClientHttpConnectorBuilder>) (builder) -> builder
				.withHttpClientCustomizer((client) -> client.proxy(ProxySelector.of(proxy)));
		}
	};

	private final String property;

	Connector(String property) {
		this.property = property;
	}

	/**
	 * The value of Spring Boot's property.
	 */
	String property() {
		return this.property;
	}

	abstract ClientHttpConnectorBuilderCustomizer<?> through(InetSocketAddress proxy);

}
