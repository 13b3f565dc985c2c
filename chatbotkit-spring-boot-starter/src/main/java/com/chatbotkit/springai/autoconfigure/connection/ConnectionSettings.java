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

package com.chatbotkit.springai.autoconfigure.connection;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * Settings of the connections to ChatBotKit.
 *
 * @param max the most connections at once, at least 1. The JDK's client has no limit
 * @param maxIdle how long an idle connection may be used again, more than zero, or null
 * for as long as its server keeps it. Only Reactor Netty and HttpComponents use it
 * @param http2 whether HTTP/2 is offered to servers with TLS
 * @param warmUp whether a connection is opened before it is needed. Only Reactor Netty
 * uses it
 * @param connectTimeout the longest time to establish a connection, more than zero
 * @param sslBundle the SSL bundle, or null for the one of all HTTP clients
 */
public record ConnectionSettings(int max, @Nullable Duration maxIdle, boolean http2, boolean warmUp,
		Duration connectTimeout, @Nullable SslBundle sslBundle) {

}
