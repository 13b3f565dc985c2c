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

// tag::support[]
package com.chatbotkit.samples.kotlin

import org.springframework.ai.chat.client.ChatClient
import org.springframework.ai.tool.annotation.Tool
import org.springframework.ai.tool.annotation.ToolParam
import org.springframework.boot.autoconfigure.SpringBootApplication
import org.springframework.boot.runApplication
import org.springframework.stereotype.Component
import org.springframework.web.bind.annotation.GetMapping
import org.springframework.web.bind.annotation.RequestParam
import org.springframework.web.bind.annotation.RestController
import reactor.core.publisher.Flux

@SpringBootApplication
class SupportApplication

fun main(args: Array<String>) {
    runApplication<SupportApplication>(*args)
}

@RestController
class AnswerController(private val chat: ChatClient, private val orders: Orders) {

    @GetMapping("/ask")
    fun ask(@RequestParam question: String): Flux<String> =
        chat.prompt().user(question).tools(orders).stream().content()

    fun recommend(place: String): Bicycle? =
        chat.prompt().user("Recommend a bicycle for $place.").call().entity(Bicycle::class.java)

}

@Component
class Orders {

    @Tool(description = "Tells where an order is")
    fun orderStatus(@ToolParam(description = "The order's number, for example A-1042") number: String): String =
        "$number is on its way"

}

data class Bicycle(val name: String, val gears: Int = 1)
// end::support[]
